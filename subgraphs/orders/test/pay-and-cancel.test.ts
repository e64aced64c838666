import { beforeEach, describe, expect, test } from '@jest/globals';
import { anonymous, type Identity } from '@mosaico/service';
import { createTestDatabase } from '@mosaico/testing';
import { ask, aSubgraph, codes, customer, staff } from './ask.ts';
import { useShop } from './engines.ts';
import { aCustomer, anOrder, aSellable } from './records.ts';

const place = `mutation ($key: ID!, $payment: PaymentInput) {
  placeOrder(input: { items: [{ sku: "MUG-1", quantity: 2 }], payment: $payment }, idempotencyKey: $key) {
    __typename ... on Order { id status } ... on PaymentDeclined { message code order { id status } }
    ... on PaymentPending { redirectUrl order { id } }
  }
}`;
const pay = `mutation ($id: ID!, $method: String!, $key: ID!, $placedUnder: ID) {
  payOrder(orderId: $id, payment: { method: $method }, idempotencyKey: $key, placedUnder: $placedUnder) {
    __typename ... on Order { status statusHistory { status actor reason } }
    ... on PaymentDeclined { code } ... on OrderNotPayable { reason message } ... on IdempotencyKeyConflict { message }
  }
}`;
const cancel = `mutation ($id: ID!, $reason: String!, $key: ID!) {
  cancelOrder(orderId: $id, reason: $reason, idempotencyKey: $key) {
    __typename ... on Order { status statusHistory { status actor reason } }
    ... on OrderNotCancellable { status message } ... on IdempotencyKeyConflict { message }
  }
}`;
const saga = `query ($id: ID!) {
  order(id: $id) { saga { direction state step tries stuck endedAt steps { name direction done tries result finishedAt } } }
}`;

describe('paying and cancelling through the graph', () => {
  const shop = useShop(createTestDatabase);
  beforeEach(async () => {
    const { stores } = shop();
    await stores.customers.upsert([aCustomer({ id: '1' }), aCustomer({ id: '2' })]);
    await stores.stock.upsert([aSellable({ sku: 'MUG-1', onHand: 10 })], { at: new Date() });
  });
  const aPendingOrder = async () => {
    const { data } = await ask(aSubgraph({ stores: shop().stores }), place, {
      variables: { key: 'key-00001', payment: { method: 'card_declined_expired' } },
      identity: customer('1'),
    });
    return data?.['placeOrder'] as { order: { id: string } };
  };

  test('a declined order is told with its code, paid by another card, shown to staff, and cancelled', async () => {
    const subgraph = aSubgraph({ stores: shop().stores });
    const declined = await aPendingOrder();
    expect(declined).toMatchObject({
      ...{ __typename: 'PaymentDeclined', code: 'EXPIRED_CARD', order: { status: 'PENDING' } },
    });
    const { id } = declined.order;
    const identity = customer('1');
    expect(
      await ask(subgraph, pay, { variables: { id, method: 'card_approved', key: 'key-00002' }, identity }),
    ).toMatchObject({
      data: {
        payOrder: {
          __typename: 'Order',
          status: 'PROCESSING',
          statusHistory: [{ status: 'PENDING', actor: 'CUSTOMER' }, { status: 'PROCESSING' }],
        },
      },
      errors: [],
    });
    const seen = await ask(subgraph, saga, { variables: { id }, identity: staff('support') });
    expect(seen).toMatchObject({
      data: { order: { saga: { direction: 'FORWARD', state: 'DONE', step: null, stuck: false } } },
      errors: [],
    });
    const variables = { id, reason: 'A gift that came twice', key: 'key-00003' };
    expect(await ask(subgraph, cancel, { variables, identity: staff('support') })).toMatchObject({
      data: {
        cancelOrder: {
          __typename: 'Order',
          status: 'CANCELLED',
          statusHistory: [{}, {}, { status: 'CANCELLED', actor: 'STAFF', reason: 'A gift that came twice' }],
        },
      },
      errors: [],
    });
    expect(
      await ask(subgraph, pay, { variables: { id, method: 'card_approved', key: 'key-00004' }, identity }),
    ).toMatchObject({ data: { payOrder: { __typename: 'OrderNotPayable', reason: 'CANCELLED' } } });
    // The key was used with another reason.
    const other = { ...variables, reason: 'Another one' };
    expect(await ask(subgraph, cancel, { variables: other, identity: staff('support') })).toMatchObject({
      data: { cancelOrder: { __typename: 'IdempotencyKeyConflict' } },
    });
  });

  test('a guest whose card was declined pays with another, by the key of the order; no other key reaches it, nor that key another', async () => {
    const { stores } = shop();
    const subgraph = aSubgraph({ stores });
    const placeAs = async (key: string, identity: Identity = anonymous): Promise<string> => {
      const variables = { key, payment: { method: 'card_declined' } };
      const { data } = await ask(subgraph, place, { variables, identity });
      return (data?.['placeOrder'] as { order: { id: string } }).order.id;
    };
    const [id, ofOther, ofCustomer] = [
      await placeAs('guest-key-1'),
      await placeAs('guest-key-2'),
      await placeAs('customer-key-1', customer('1')),
    ];
    const payWith = (orderId: string, placedUnder: string | null, identity: Identity = anonymous) =>
      ask(subgraph, pay, {
        variables: { id: orderId, method: 'card_approved', key: 'paying-key-1', placedUnder },
        identity,
      });
    for (const [orderId, placedUnder, identity] of [
      [id, null, anonymous],
      [id, 'guest-key-2', anonymous],
      [id, 'guest-key-3', customer('1')],
      [ofOther, 'guest-key-1', anonymous],
      [ofCustomer, 'guest-key-1', anonymous],
      [ofCustomer, 'customer-key-1', anonymous],
      [ofCustomer, 'customer-key-1', customer('2')],
    ] as const) {
      expect(codes(await payWith(orderId, placedUnder, identity))).toEqual({ payOrder: 'FORBIDDEN' });
    }
    const wrong = await payWith(id, 'short\u0000');
    expect([codes(wrong), wrong.errors[0]?.message]).toEqual([
      { payOrder: 'BAD_USER_INPUT' },
      expect.stringContaining('placedUnder must have 8 to 64 visible ASCII characters'),
    ]);
    expect((await stores.orders.find([id, ofOther, ofCustomer])).map(({ status }) => status)).toEqual(
      Array.from({ length: 3 }, () => 'pending'),
    );

    const paid = { __typename: 'Order', status: 'PROCESSING' };
    expect(await payWith(id, 'guest-key-1')).toMatchObject({
      data: { payOrder: { ...paid, statusHistory: [{ actor: 'GUEST' }, { actor: 'GUEST' }] } },
      errors: [],
    });
    expect(await payWith(id, 'guest-key-1')).toMatchObject({ data: { payOrder: paid }, errors: [] });
    expect((await stores.payments.paymentsOf([id]))[0]?.payments.map(({ status }) => status)).toEqual([
      'declined',
      'captured',
    ]);
    // Somebody who has logged in meanwhile knows the key as well as before.
    expect(await payWith(ofOther, 'guest-key-2', customer('2'))).toMatchObject({ data: { payOrder: paid } });
    expect(await stores.violations()).toEqual([]);
  });

  test('nobody pays, cancels or looks into what is not theirs; what cannot be is refused by name and changes nothing', async () => {
    const subgraph = aSubgraph({ stores: shop().stores });
    const { id } = (await aPendingOrder()).order;
    const key = 'key-00009';
    const asOther = { identity: customer('2') };
    const paid = { variables: { id, method: 'card_approved', key } };
    const cancelled = { variables: { id, reason: 'because', key } };
    expect(codes(await ask(subgraph, pay, { ...paid, ...asOther }))).toEqual({ payOrder: 'FORBIDDEN' });
    expect(codes(await ask(subgraph, cancel, { ...cancelled, ...asOther }))).toEqual({ cancelOrder: 'FORBIDDEN' });
    expect(codes(await ask(subgraph, cancel, cancelled))).toEqual({ cancelOrder: 'FORBIDDEN' });
    expect(codes(await ask(subgraph, saga, { variables: { id }, identity: customer('1') }))).toEqual({
      'order.saga': 'FORBIDDEN',
    });

    const identity = customer('1');
    for (const wrong of [
      { method: '4242424242424242' },
      { method: '' },
      { method: 'x'.repeat(101) },
      { key: 'short' },
      { id: '999' },
      { id: 'x' },
    ]) {
      const variables = { ...paid.variables, ...wrong };
      const answer = await ask(subgraph, pay, { variables, identity });
      expect(codes(answer)).toEqual({ payOrder: 'BAD_USER_INPUT' });
      expect(answer.errors[0]?.message).not.toContain('4242');
    }
    for (const wrong of [{ reason: ' ' }, { reason: 'x'.repeat(201) }, { key: 'short' }, { id: '999' }]) {
      const variables = { ...cancelled.variables, ...wrong };
      expect(codes(await ask(subgraph, cancel, { variables, identity }))).toEqual({ cancelOrder: 'BAD_USER_INPUT' });
    }
    expect(await shop().stores.orders.find([id])).toMatchObject([{ status: 'pending' }]);
  });

  test('an order from elsewhere cannot be paid; one that has come too far cannot be cancelled', async () => {
    const { stores } = shop();
    const subgraph = aSubgraph({ stores });
    await stores.orders.addMissing([
      anOrder({ id: '7', customerId: '1', status: 'pending' }),
      anOrder({ id: '8', customerId: '1', status: 'shipped' }),
    ]);
    const identity = customer('1');
    expect(
      await ask(subgraph, pay, { variables: { id: '7', method: 'card_approved', key: 'key-00001' }, identity }),
    ).toMatchObject({ data: { payOrder: { __typename: 'OrderNotPayable', reason: 'IMPORTED' } } });
    expect(
      await ask(subgraph, cancel, { variables: { id: '8', reason: 'late', key: 'key-00001' }, identity }),
    ).toMatchObject({ data: { cancelOrder: { __typename: 'OrderNotCancellable', status: 'SHIPPED' } } });
    expect(
      await ask(subgraph, cancel, { variables: { id: '7', reason: 'late', key: 'key-00001' }, identity }),
    ).toMatchObject({ data: { cancelOrder: { __typename: 'Order', status: 'CANCELLED' } } });
  });
});
