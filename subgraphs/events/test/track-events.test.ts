import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { anonymous } from '@mosaico/service';
import type { Visitor } from '../src/index.ts';
import { customer, now, openRecordedSubgraph, staff } from './support/recorded-subgraph.ts';

let events: Awaited<ReturnType<typeof openRecordedSubgraph>>;
beforeEach(async () => {
  events = await openRecordedSubgraph();
});
afterEach(() => events.remove());

const mutation = `mutation ($events: [TrackedEventInput!]!) { trackEvents(events: $events) { recorded duplicates } }`;
const track = (identity: typeof anonymous, ...tracked: unknown[]) =>
  events.ask(mutation, identity, { events: tracked });
const recordedOf = async (visitor: Visitor) =>
  (await events.stores.userEvents.pagesOf([{ visitor, limit: 200, after: null }])).flat();
const payload = (recorded: number, duplicates: number) => ({ data: { trackEvents: { recorded, duplicates } } });
const viewed = { type: 'product.viewed' };
const visit = 'visit-0001';
const points = (name: string) =>
  events.stores.metrics.points({ name, resolution: 'DAY', from: new Date(0), to: new Date(now.getTime() + 1) });

describe('trackEvents', () => {
  test('records the events of a customer as their activity, with an id and a time where they have none', async () => {
    const full = {
      id: 'mine-1',
      type: 'search.done',
      at: '2026-02-08T12:00:00.000Z',
      sessionId: visit,
      productId: '65f0c0ffee65f0c0ffee65f0',
      value: 1.5,
      properties: [{ name: 'query', value: 'coffee\n☕' }],
    };
    expect(await track(customer('7'), viewed, full)).toEqual(payload(2, 0));
    const visitor = { kind: 'customer', id: '7' } as const;
    const expected = [
      {
        id: 'id-1',
        visitor,
        type: 'product.viewed',
        at: now,
        sessionId: null,
        productId: null,
        value: null,
        properties: [],
      },
      { ...full, visitor, at: new Date(full.at) },
    ];
    expect(await recordedOf(visitor)).toEqual(expected);
    expect(events.calls).toEqual([['userEvents.append', expected]]);
  });

  test('records the events of a visitor without a login under the session', async () => {
    expect(await track(anonymous, { ...viewed, sessionId: '12345678' })).toEqual(payload(1, 0));
    expect(await recordedOf({ kind: 'session', id: '12345678' })).toHaveLength(1);
    expect(await recordedOf({ kind: 'customer', id: '12345678' })).toEqual([]);
  });

  test('records the events of staff as their own activity', async () => {
    await track(staff('admin'), viewed);
    expect(await recordedOf({ kind: 'customer', id: '9999999' })).toHaveLength(1);
  });

  test('counts each event in the measure of its type, a repeated one never again', async () => {
    const event = { id: 'once', type: 'cart.added', sessionId: visit, value: 2.5 };
    expect(await track(anonymous, event, event, { ...event, id: 'two', value: null })).toEqual(payload(2, 1));
    expect(await track(anonymous, event, { ...event, at: '2026-03-01T00:00:00Z', value: 9 })).toEqual(payload(0, 2));
    expect(await track(anonymous, { ...event, sessionId: 'visit-0002' })).toEqual(payload(1, 0));
    expect(await points('cart.added')).toEqual([{ at: new Date('2026-03-10T00:00:00.000Z'), count: 3, sum: 5 }]);
  });

  test('sent 20 times at once records once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => track(customer('7'), { ...viewed, id: 'raced', value: 1 })),
    );
    expect(answers.filter(({ data }) => (data?.['trackEvents'] as { recorded: number }).recorded === 1)).toHaveLength(
      1,
    );
    expect(await points('product.viewed')).toMatchObject([{ count: 1, sum: 1 }]);
  });

  test('takes values at the edge of each rule', async () => {
    const edges = [
      { id: '😀'.repeat(64), type: `${'a'.repeat(60)}.b_2` },
      { id: 'x', type: 'x', at: '2026-02-08T12:00:00.000Z', value: -1_000_000_000 },
      { ...viewed, at: '2026-03-10T12:00:00.000Z', value: 1_000_000_000, sessionId: 's'.repeat(64) },
      {
        ...viewed,
        sessionId: '8 chars!',
        properties: Array.from({ length: 20 }, () => ({ name: 'n'.repeat(60), value: '☕'.repeat(300) })),
      },
      { ...viewed, at: null, value: null, productId: null, sessionId: null, id: null, properties: null },
      { ...viewed, value: 0, properties: [{ name: 'n', value: '' }] },
    ];
    expect(await track(customer('7'), ...edges)).toEqual(payload(edges.length, 0));
    expect(await track(customer('8'), ...Array.from({ length: 100 }, () => viewed))).toEqual(payload(100, 0));
  });

  test.each([
    [
      'no type in words',
      { type: 'Product.Viewed' },
      /^events\[1\]\.type must be lower-case words.*; got "Product\.Viewed"\.$/,
    ],
    ['an empty type', { type: '' }, /type/],
    [
      'a type that the shop records itself',
      { type: 'order.placed' },
      /^events\[1\]\.type must be a type that the shop does not record itself; got "order\.placed"\.$/,
    ],
    ['a type with an empty word', { type: 'a..b' }, /type/],
    ['a type of 65 characters', { type: 'a'.repeat(65) }, /type/],
    ['a type of 10,000 characters', { type: 'a'.repeat(10_000) }, /^events\[1\]\.type must be .{0,250}$/],
    ['an empty id', { id: '' }, /^events\[1\]\.id must be 1 to 64 characters/],
    ['an id of 65 characters', { id: 'x'.repeat(65) }, /\.id must be/],
    ['an id with a NUL', { id: 'a\0b' }, /\.id must be/],
    ['an id with half a character', { id: 'a\ud83d' }, /\.id must be/],
    [
      'a time in the future',
      { at: '2026-03-10T12:00:00.001Z' },
      /\.at must be a time not in the future and at most 30 days ago; got "2026-03-10T12:00:00\.001Z"\.$/,
    ],
    ['a time 30 days and a moment ago', { at: '2026-02-08T11:59:59.999Z' }, /\.at must be/],
    ['a session of 7 characters', { sessionId: '1234567' }, /\.sessionId must be 8 to 64 characters/],
    ['a session of 65 characters', { sessionId: 'x'.repeat(65) }, /\.sessionId must be/],
    ['a product that cannot be', { productId: 'COF-1' }, /\.productId must be a product's id/],
    ['a product in capitals', { productId: '65F0C0FFEE65F0C0FFEE65F0' }, /\.productId must be/],
    ['a huge value', { value: 1_000_000_000.5 }, /\.value must be a number from/],
    ['a hugely negative value', { value: -1e308 }, /\.value must be/],
    [
      '21 properties',
      { properties: Array.from({ length: 21 }, () => ({ name: 'n', value: '' })) },
      /^events\[1\]\.properties must be up to 20; got 21\.$/,
    ],
    ['a property without a name', { properties: [{ name: '', value: 'v' }] }, /\.properties\[0\]\.name must be/],
    ['a name of 61 characters', { properties: [{ name: 'n'.repeat(61), value: 'v' }] }, /\.name must be/],
    [
      'a text of 301 characters',
      { properties: [{ name: 'n', value: 'v'.repeat(301) }] },
      /\.properties\[0\]\.value must be up to 300/,
    ],
    [
      'a text of 10,000 characters',
      { properties: [{ name: 'n', value: 'v'.repeat(10_000) }] },
      /\.value must be .{0,120}$/,
    ],
    ['a text with a NUL', { properties: [{ name: 'n', value: '\0' }] }, /\.value must be/],
  ])('writes nothing of a batch with %s', async (_fault, fault, message) => {
    const answer = await track(customer('7'), viewed, { ...viewed, ...fault }, viewed);
    expect(answer.data).toEqual({ trackEvents: null });
    expect(answer.errors).toEqual([
      {
        message: expect.stringMatching(message),
        locations: expect.anything(),
        path: ['trackEvents'],
        extensions: { code: 'BAD_USER_INPUT' },
      },
    ]);
    expect(events.calls).toEqual([]);
  });

  test('needs a session of each event without a login', async () => {
    const { errors } = await track(anonymous, { ...viewed, sessionId: visit }, viewed);
    expect(errors).toMatchObject([
      {
        message: 'events[1].sessionId must be given when the caller has no login; got nothing.',
        extensions: { code: 'BAD_USER_INPUT' },
      },
    ]);
    expect(events.calls).toEqual([]);
  });

  test.each([0, 101, 10_000])('refuses %d events', async (count) => {
    const { errors } = await track(customer('7'), ...Array.from({ length: count }, () => viewed));
    expect(errors).toMatchObject([
      { message: `events must be 1 to 100; got ${count}.`, extensions: { code: 'BAD_USER_INPUT' } },
    ]);
    expect(events.calls).toEqual([]);
  });

  test.each([
    { value: 'much' },
    { value: '1e999' },
    { at: 'now' },
    { unknown: 1 },
    { type: null },
    { properties: [{ name: 'n' }] },
  ])('refuses %j before anything runs', async (fault) => {
    const { data, errors } = await track(customer('7'), { ...viewed, ...fault });
    expect(data).toBeUndefined();
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(events.calls).toEqual([]);
  });

  test('says that the store does not answer when it does not, and the same batch can be sent again', async () => {
    await events.stores.close();
    expect(await track(customer('7'), viewed)).toMatchObject({
      data: { trackEvents: null },
      errors: [{ message: 'The events store does not answer.', extensions: { code: 'STORE_UNAVAILABLE' } }],
    });
  });
});
