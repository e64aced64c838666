import type { ShopEvent } from '@mosaico/bus';
import { askMysql, askPostgres } from '@mosaico/testing/ask-sql';
import type { Environment, ShopStores } from './open-shop-stores.ts';

/**
 * What some events make of the stores of those that hear them: for each kind of record a line for each record that there is, in
 * the order of the alphabet. One that is lost is a line less, one that is made twice a line more, or another sum.
 */
export type Effects = Readonly<Record<(typeof kinds)[number], readonly string[]>>;
const kinds = [
  'facts',
  'sumsOfInvoices',
  'inbox',
  'customersSeen',
  'trails',
  'pastOrders',
  'activity',
  'notifications',
  'carts',
] as const;

/** Units of each sku that a customer's cart holds at first: more than are ever ordered. */
export const unitsInCart = 1_000_000;
const mostRecords = 5_000;

/** Whatever has been committed says so here, told or not. @param after the `outbox_id` behind which to begin */
export async function readAnnounced(
  { MYSQL_URL = '' }: Environment,
  { after }: { after: number },
): Promise<{ events: ShopEvent[]; last: number }> {
  const rows = await askMysql<{ outbox_id: number; event: string }>(
    MYSQL_URL,
    'select outbox_id, event from outbox where outbox_id > ? order by outbox_id',
    [after],
  );
  return {
    events: rows.map(({ event }) => JSON.parse(event) as ShopEvent),
    last: rows.at(-1)?.outbox_id ?? after,
  };
}

/** The ids of all orders that were placed, whether they were announced or not. */
export async function readOrderIds({ MYSQL_URL = '' }: Environment): Promise<string[]> {
  const rows = await askMysql<{ order_id: number }>(MYSQL_URL, 'select order_id from orders order by order_id');
  return rows.map(({ order_id }) => String(order_id));
}

export function ordersIn(events: readonly ShopEvent[]): ShopEvent<'order.created'>[] {
  return events.filter((event) => event.type === 'order.created');
}

function registrationsIn(events: readonly ShopEvent[]): ShopEvent<'customer.registered'>[] {
  return events.filter((event) => event.type === 'customer.registered');
}

function sessionsIn(events: readonly ShopEvent[]): ShopEvent<'session.started'>[] {
  return events.filter((event) => event.type === 'session.started');
}

/** What there has to be when each event has been applied once. @param skus that are in each customer's cart */
export function effectsOf(events: readonly ShopEvent[], { skus }: { skus: readonly string[] }): Effects {
  const [orders, registrations] = [ordersIn(events), registrationsIn(events)];
  const ofCustomers = orders.filter(({ data }) => data.customerId !== null);
  const buyers = unique(ofCustomers.map(({ data }) => data.customerId ?? ''));
  return sorted({
    facts: orders.flatMap(({ data }) =>
      data.items.map(({ sku, quantity }, index) => `${data.orderId}/${index + 1}: ${quantity} ${sku}`),
    ),
    sumsOfInvoices: orders.map(({ data }) => `${data.orderNumber}: ${sum(data.items)}`),
    inbox: [...orders, ...registrations].map(({ id }) => id),
    customersSeen: unique([...buyers, ...registrations.map(({ data }) => data.customerId)]),
    trails: orders.map(({ data }) => `${data.orderId}: order.placed`),
    pastOrders: ofCustomers.map(({ data }) => `${data.customerId}: ${data.orderId}`),
    activity: [
      ...ofCustomers.map(({ data }) => `${data.customerId}: order.placed ${data.orderNumber}`),
      ...registrations.map(({ data }) => `${data.customerId}: customer.registered`),
      ...sessionsIn(events).map(({ data }) => `${data.customerId}: session.started`),
    ],
    notifications: ofCustomers.map(({ id, time, data }) => `${data.customerId}: ${time}~${id}`),
    carts: buyers.flatMap((buyer) =>
      skus.map((sku) => {
        const taken = ofCustomers.filter(({ data }) => data.customerId === buyer && data.fromCart !== false);
        const bought = taken.flatMap(({ data }) => data.items);
        return `${buyer}: ${unitsInCart - sum(bought.filter((item) => item.sku === sku))} ${sku}`;
      }),
    ),
  });
}

/** What there is, of the orders and customers that the events are of. */
export async function readEffects(
  events: readonly ShopEvent[],
  { stores, environment }: { stores: ShopStores; environment: Environment },
): Promise<Effects> {
  const [orders, registrations] = [ordersIn(events), registrationsIn(events)];
  const { POSTGRES_URL = '' } = environment;
  const orderIds = orders.map(({ data }) => data.orderId);
  const buyers = unique(orders.flatMap(({ data }) => (data.customerId === null ? [] : [data.customerId])));
  const customers = unique([...buyers, ...registrations.map(({ data }) => data.customerId)]);
  const warehouse = async (statement: string, values: readonly string[]): Promise<string[]> =>
    (await askPostgres<{ line: string }>(POSTGRES_URL, statement, [values])).map(({ line }) => line);
  const page = { limit: mostRecords, after: null };

  const trails = await stores.events.auditLog.pagesOf(
    orderIds.map((id) => ({ ...page, entity: { type: 'order', id } })),
  );
  const pastOrders = await stores.events.orderHistory.pagesOf(customers.map((customerId) => ({ ...page, customerId })));
  const activity = await stores.events.userEvents.pagesOf(
    customers.map((id) => ({ ...page, visitor: { kind: 'customer', id } })),
  );
  const notifications = await stores.cart.notifications.pages(
    customers.map((customerId) => ({ ...page, customerId, unreadOnly: false })),
  );
  const carts = await stores.cart.carts.linesOf(buyers);
  return sorted({
    facts: await warehouse(
      `SELECT order_id || '/' || source_line || ': ' || quantity || ' ' || sku AS line FROM analytics.fact_sales
       WHERE order_id = ANY($1)`,
      orderIds,
    ),
    sumsOfInvoices: await warehouse(
      `SELECT invoice || ': ' || units AS line FROM analytics.agg_invoice_days WHERE invoice = ANY($1)`,
      orders.map(({ data }) => data.orderNumber),
    ),
    inbox: await warehouse(
      'SELECT event_id AS line FROM analytics.inbox WHERE event_id = ANY($1)',
      events.map(({ id }) => id),
    ),
    customersSeen: await warehouse(
      'SELECT CAST(customer_id AS text) AS line FROM analytics.dim_customers WHERE CAST(customer_id AS text) = ANY($1)',
      customers,
    ),
    trails: trails.flat().map(({ entity, action }) => `${entity.id}: ${action}`),
    pastOrders: pastOrders.flat().map(({ customerId, orderId }) => `${customerId}: ${orderId}`),
    // A cart announces, by an outbox of its own, that something was taken out of it: once for several orders, or for each.
    activity: activity
      .flat()
      .filter(({ type }) => type !== 'cart.updated')
      .map(({ visitor, type, properties }) =>
        [`${visitor.id}: ${type}`, ...properties.map(({ value }) => value)].join(' '),
      ),
    notifications: notifications.flat().map(({ customerId, id }) => `${customerId}: ${id}`),
    carts: Array.from(carts.values())
      .flat()
      .map(({ customerId, quantity, sku }) => `${customerId}: ${quantity} ${sku}`),
  });
}

function sorted(effects: Record<(typeof kinds)[number], string[]>): Effects {
  return Object.fromEntries(kinds.map((kind) => [kind, effects[kind].toSorted()])) as Record<
    (typeof kinds)[number],
    string[]
  >;
}

function sum(items: readonly { quantity: number }[]): number {
  return items.reduce((total, { quantity }) => total + quantity, 0);
}

function unique(values: readonly string[]): string[] {
  return Array.from(new Set(values));
}
