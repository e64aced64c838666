import type { Identity } from '@mosaico/service';
import type { OrdersReads } from '../sql-stores.ts';
import type { Replica } from './replica.ts';
import type { ReplicaSet } from './replica-set.ts';

/** The reads of one request. */
export interface RequestReads extends OrdersReads {
  /** From now on the primary answers: the request is about to write, or must see what has been written. */
  usePrimary(): void;
}

/**
 * Decides, for one request, who answers its reads: a replica, the same one for all of them, so that no answer contradicts
 * another; or the primary, from the moment at which the request
 *
 * - writes,
 * - asks for what is its caller's own, which the caller may just have written in an earlier request, by whichever process,
 * - or meets a failure of its replica, or none is in shape.
 *
 * All orders that somebody may see who is no member of staff are that customer's own. Staff see anybody's: an order that a
 * replica does not have may be too new for it, and is looked for on the primary.
 */
export function createRequestReads(options: {
  primary: OrdersReads;
  replicas: ReplicaSet;
  identity: Identity;
}): RequestReads {
  const { primary, replicas, identity } = options;
  const ownId = identity.customerId;
  const hasOnlyOwnOrders = ownId !== null && identity.roles.length === 0;
  let replica: Replica | null | undefined;

  const usePrimary = () => void (replica = null);

  async function ask<Answer>(question: (reads: OrdersReads) => Promise<Answer>): Promise<Answer> {
    if (replica === undefined) replica = replicas.pick();
    const asked = replica;
    if (asked === null) return question(primary);
    try {
      return await question(asked.reads);
    } catch (error) {
      // Also what it refuses, such as a table that has not arrived: the primary knows whether that is so.
      asked.leaveOut(error);
      usePrimary();
      return question(primary);
    }
  }

  /** @param ids of customers; the caller's own among them is the caller's own data */
  function askAbout<Answer>(
    ids: readonly string[],
    question: (reads: OrdersReads) => Promise<Answer>,
  ): Promise<Answer> {
    if (ownId !== null && ids.includes(ownId)) usePrimary();
    return ask(question);
  }

  function askForOrders<Answer>(question: (reads: OrdersReads) => Promise<Answer>): Promise<Answer> {
    if (hasOnlyOwnOrders) usePrimary();
    return ask(question);
  }

  return {
    usePrimary,
    customers: {
      find: (ids) => askAbout(ids, ({ customers }) => customers.find(ids)),
      addressesOf: (ids) => askAbout(ids, ({ customers }) => customers.addressesOf(ids)),
      rolesOf: (ids) => askAbout(ids, ({ customers }) => customers.rolesOf(ids)),
    },
    stock: {
      stockOfSkus: (skus) => ask(({ stock }) => stock.stockOfSkus(skus)),
      stockOfProducts: (catalogIds) => ask(({ stock }) => stock.stockOfProducts(catalogIds)),
    },
    orders: {
      async find(ids) {
        const found = await askForOrders(({ orders }) => orders.find(ids));
        if (replica === null) return found;
        const isWhole = found.length === ids.length && found.every(({ customerId }) => customerId !== ownId);
        if (isWhole) return found;
        usePrimary();
        return primary.orders.find(ids);
      },
      itemsOf: (orderIds) => askForOrders(({ orders }) => orders.itemsOf(orderIds)),
      statusHistoryOf: (orderIds) => askForOrders(({ orders }) => orders.statusHistoryOf(orderIds)),
      discountsOf: (orderIds) => askForOrders(({ orders }) => orders.discountsOf(orderIds)),
      deliveryAddressesOf: (orderIds) => askForOrders(({ orders }) => orders.deliveryAddressesOf(orderIds)),
      pagesOf: (customerIds, page) => askAbout(customerIds, ({ orders }) => orders.pagesOf(customerIds, page)),
    },
    deliveries: {
      parcelsOf: (orderIds) => askForOrders(({ deliveries }) => deliveries.parcelsOf(orderIds)),
      returnsOf: (orderIds) => askForOrders(({ deliveries }) => deliveries.returnsOf(orderIds)),
    },
    payments: {
      paymentsOf: (orderIds) => askForOrders(({ payments }) => payments.paymentsOf(orderIds)),
      refundsOf: (orderIds) => askForOrders(({ payments }) => payments.refundsOf(orderIds)),
    },
  };
}
