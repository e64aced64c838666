import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { anonymous } from '@mosaico/service';
import { newCustomer, userEvent } from './support/events.ts';
import { customer, openRecordedSubgraph, staff } from './support/recorded-subgraph.ts';

let events: Awaited<ReturnType<typeof openRecordedSubgraph>>;
beforeEach(async () => {
  events = await openRecordedSubgraph();
});
afterEach(() => events.remove());

const metrics = `query ($name: String!, $from: DateTime!, $to: DateTime!, $resolution: MetricResolution!) {
  metrics(name: $name, from: $from, to: $to, resolution: $resolution) { at count sum } }`;
const asked = {
  name: 'product.viewed',
  from: '2026-03-01T00:00:00.000Z',
  to: '2026-03-02T00:00:00.000Z',
  resolution: 'HOUR',
};

describe('metrics', () => {
  test('are points, oldest first, by one question to the store', async () => {
    await events.stores.userEvents.append([
      userEvent({ visitor: newCustomer(), at: new Date('2026-03-01T11:00:00.000Z'), value: 0.5 }),
      userEvent({ visitor: newCustomer(), at: new Date('2026-03-01T09:59:59.999Z') }),
      userEvent({ visitor: newCustomer(), at: new Date('2026-03-01T11:30:00.000Z'), value: 1.25 }),
    ]);
    expect(await events.ask(metrics, staff('analyst'), asked)).toEqual({
      data: {
        metrics: [
          { at: '2026-03-01T09:00:00.000Z', count: 1, sum: 0 },
          { at: '2026-03-01T11:00:00.000Z', count: 2, sum: 1.75 },
        ],
      },
    });
    expect(events.calls).toEqual([
      ['metrics.points', { ...asked, from: new Date(asked.from), to: new Date(asked.to) }],
    ]);
  });

  test.each([
    ['nobody', anonymous, 'UNAUTHENTICATED'],
    ['a customer', customer('7'), 'FORBIDDEN'],
    ['merchandiser', staff('merchandiser'), 'FORBIDDEN'],
    ['support', staff('support'), undefined],
    ['analyst', staff('analyst'), undefined],
    ['admin', staff('admin'), undefined],
  ])('asked for by %s', async (_who, identity, code) => {
    const { data, errors } = await events.ask(metrics, identity, asked);
    expect(data).toEqual({ metrics: code === undefined ? [] : null });
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(code === undefined ? undefined : [code]);
    expect(events.calls).toHaveLength(code === undefined ? 1 : 0);
  });

  test.each([
    ['MINUTE', '2026-03-01T00:00:00.000Z', '2026-03-08T00:00:00.000Z', '2026-03-08T00:00:00.001Z'],
    ['HOUR', '2026-01-01T00:30:00.000Z', '2027-02-25T00:00:00.000Z', '2027-02-25T00:00:00.001Z'],
    ['DAY', '2000-01-01T23:59:59.999Z', '2027-08-07T00:00:00.000Z', '2027-08-07T00:00:00.001Z'],
  ])('by %s span at most 10,080 points', async (resolution, from, to, tooFar) => {
    const answered = await events.ask(metrics, staff('analyst'), { ...asked, resolution, from, to });
    expect(answered).toEqual({ data: { metrics: [] } });
    const refused = await events.ask(metrics, staff('analyst'), { ...asked, resolution, from, to: tooFar });
    expect(refused.errors).toMatchObject([
      {
        message: `from and to must span at most 10080 points of a ${resolution}; got 10081.`,
        extensions: { code: 'BAD_USER_INPUT' },
      },
    ]);
    expect(events.calls).toHaveLength(1);
  });

  test.each([
    [{ to: asked.from }, 'to must be after from, 2026-03-01T00:00:00.000Z; got 2026-03-01T00:00:00.000Z.'],
    [{ to: '2020-01-01T00:00:00Z' }, 'to must be after from, 2026-03-01T00:00:00.000Z; got 2020-01-01T00:00:00.000Z.'],
    [{ from: '0000-01-01T00:00:00Z', to: '9999-12-31T23:59:59Z' }, /^from and to must span at most 10080 points/],
    [{ name: '' }, /^name must be lower-case words joined by dots, .*; got ""\.$/],
    [{ name: 'Product.Viewed' }, /^name must be/],
    [{ name: "x' OR 1=1 --" }, /^name must be/],
    [{ name: 'x'.repeat(65) }, /^name must be/],
    [{ name: 'x'.repeat(10_000) }, /^name must be .{0,200}$/],
  ])('refuse %j', async (given, message) => {
    const { data, errors } = await events.ask(metrics, staff('analyst'), { ...asked, ...given });
    expect(data).toEqual({ metrics: null });
    expect(errors).toMatchObject([
      {
        message: typeof message === 'string' ? message : expect.stringMatching(message),
        extensions: { code: 'BAD_USER_INPUT' },
      },
    ]);
    expect(events.calls).toEqual([]);
  });

  test.each([{ resolution: 'WEEK' }, { from: 'yesterday' }, { from: '2026-02-30T00:00:00Z' }, { to: 17 }])(
    'refuse %j before anything runs',
    async (given) => {
      const { data, errors } = await events.ask(metrics, staff('analyst'), { ...asked, ...given });
      expect(data).toBeUndefined();
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    },
  );
});
