import type { AuditEntry, AuditLogStore } from '../store/audit-log-store.ts';
import { historyPositionOf, type HistoricalOrder, type OrderHistoryStore } from '../store/order-history-store.ts';

interface Stores {
  readonly auditLog: AuditLogStore;
  readonly orderHistory: OrderHistoryStore;
}

/** What an order has come to when this happened to it; the other actions leave its status. */
const statuses: Readonly<Record<string, HistoricalOrder['status']>> = {
  'order.paid': 'PROCESSING',
  'order.processing': 'PROCESSING',
  'order.shipped': 'SHIPPED',
  'order.delivered': 'DELIVERED',
  'order.cancelled': 'CANCELLED',
};

/** More entries than any order has. */
const wholeTrail = 1_000;
const historyPage = 100;

/**
 * Records that an order was placed, in its trail and in its customer's history. What happened to it may have been recorded before:
 * the trail tells. Here the order is written before the trail is read, there the trail before the order is looked for, so that
 * of two who are at it at once one sees what the other wrote. May be repeated.
 *
 * @param placed.order null for a guest's, whose history nobody keeps
 */
export async function recordPlacedOrder(
  placed: { entry: AuditEntry; order: HistoricalOrder | null },
  { auditLog, orderHistory }: Stores,
): Promise<void> {
  const { entry, order } = placed;
  await auditLog.append([entry]);
  if (order === null) return;
  await orderHistory.put([order]);
  const [trail = []] = await auditLog.pagesOf([{ entity: entry.entity, limit: wholeTrail, after: null }]);
  const states = trail.flatMap((step) => stateAfter(order, step));
  if (states.length > 0) await orderHistory.put(states);
}

/**
 * Records what happened to an order, in its trail and, where it has come to another status, in its customer's history. One that
 * is not in the history is a guest's, or will find this in its trail when it comes. May be repeated.
 */
export async function recordOrderStep(
  step: { entry: AuditEntry; customerId: string | null },
  { auditLog, orderHistory }: Stores,
): Promise<void> {
  const { entry, customerId } = step;
  await auditLog.append([entry]);
  if (customerId === null || statuses[entry.action] === undefined) return;
  const order = await findOrder({ customerId, orderId: entry.entity.id }, orderHistory);
  if (order !== null) await orderHistory.put(stateAfter(order, entry));
}

function stateAfter(order: HistoricalOrder, { action, at }: AuditEntry): HistoricalOrder[] {
  const status = statuses[action];
  return status === undefined ? [] : [{ ...order, status, updatedAt: at }];
}

/** Newest first, since that is where orders are to which something happens. */
async function findOrder(
  wanted: { customerId: string; orderId: string },
  orderHistory: OrderHistoryStore,
): Promise<HistoricalOrder | null> {
  const { customerId, orderId } = wanted;
  let after: Parameters<OrderHistoryStore['pagesOf']>[0][number]['after'] = null;
  for (;;) {
    const [page = []] = await orderHistory.pagesOf([{ customerId, limit: historyPage, after }]);
    const found = page.find((order) => order.orderId === orderId);
    if (found !== undefined) return found;
    const last = page.at(-1);
    if (last === undefined || page.length < historyPage) return null;
    after = historyPositionOf(last);
  }
}
