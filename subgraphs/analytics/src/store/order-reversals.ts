import { toTenThousandths } from '@mosaico/service';
import { dayOf, monthOf } from '../domain/calendar.ts';
import { checkFacts } from './checked-records.ts';
import type { Ask } from './connection-pool.ts';
import type { FactKind, SalesFact } from './fact-store.ts';
import { insertFacts } from './insert-facts.ts';

/** What takes an order's sale back: all that is left of it, or the amount of a refund. */
export interface Reversal {
  readonly orderId: string;
  readonly refund: { readonly id: string; readonly amount: string } | null;
  readonly at: Date;
}

/** Stands in the place of a sku where money was given back and nobody said for what. */
const noSku = 'REFUND';

/** The key space of the advisory locks; arbitrary, but the same in every release. */
const orderLocks = 7_301_004;

/** To be held by whoever writes facts of an order, until the transaction ends: how much it may give back depends on all of them. */
export async function lockOrder(ask: Ask, orderId: string): Promise<void> {
  await ask(`SELECT pg_advisory_xact_lock(${orderLocks}, hashtext(:orderId))`, { orderId });
}

/** Takes back, or waits for the sale. The months of the reversals must have partitions, and the order must be locked. */
export async function reverse(ask: Ask, reversals: readonly Reversal[]): Promise<void> {
  for (const reversal of reversals) {
    const order = await readOrder(ask, reversal.orderId);
    if (order.sales.length === 0) await wait(ask, reversal);
    else await insertFacts(ask, returnsOf(reversal, order));
  }
}

/** What waited for an order's sale, and waits no longer, in the order in which it happened. */
export async function takeWaiting(ask: Ask, orderId: string): Promise<Reversal[]> {
  const rows = await ask<{ refundId: string | null; amount: string | null; at: Date }>(
    `/* takeWaitingReversals */
     DELETE FROM analytics.waiting_reversals WHERE order_id = :orderId
     RETURNING refund_id AS "refundId", amount, occurred_at AS at`,
    { orderId },
  );
  return rows
    .map(({ refundId, amount, at }) => ({
      orderId,
      refund: refundId === null || amount === null ? null : { id: refundId, amount },
      at,
    }))
    .sort((one, other) => one.at.getTime() - other.at.getTime());
}

/** @throws RangeError for a reversal that cannot become facts */
export function checkReversal(reversal: Reversal): void {
  const sale = { invoice: '0', sku: noSku, catalogId: null, customerId: null, country: null };
  checkFacts([returned(reversal, { ...sale, quantity: 1, unitPrice: reversal.refund?.amount ?? '0' }, 1)]);
}

export function monthOfReversal({ at }: Reversal): string {
  return monthOf(dayOf(at));
}

async function wait(ask: Ask, { orderId, refund, at }: Reversal): Promise<void> {
  await ask(
    `/* waitForSale */
     INSERT INTO analytics.waiting_reversals (order_id, refund_id, amount, occurred_at)
     VALUES (:orderId, :refundId, CAST(:amount AS numeric), CAST(:at AS timestamptz))`,
    { orderId, refundId: refund?.id ?? null, amount: refund?.amount ?? null, at: at.toISOString() },
  );
}

interface OrderFacts {
  readonly sales: readonly Sale[];
  /** True when nothing has been given back. */
  readonly isWhole: boolean;
  /** What it sold less what it gave back, an exact decimal string; never negative. */
  readonly left: string;
}
type Sale = Pick<SalesFact, 'invoice' | 'sku' | 'catalogId' | 'customerId' | 'country' | 'quantity' | 'unitPrice'>;

async function readOrder(ask: Ask, orderId: string): Promise<OrderFacts> {
  const rows = await ask<Sale & { kind: FactKind; left: string }>(
    `/* factsOfOrder */
     SELECT kind, invoice, sku, catalog_id AS "catalogId", CAST(customer_id AS text) AS "customerId", country, quantity,
            unit_price AS "unitPrice", greatest(sum(amount) FILTER (WHERE kind <> 'adjustment') OVER (), 0) AS left
     FROM analytics.fact_sales WHERE order_id = :orderId ORDER BY source, source_line`,
    { orderId },
  );
  return {
    sales: rows.filter(({ kind }) => kind === 'sale'),
    isWhole: !rows.some(({ kind }) => kind === 'return'),
    left: rows[0]?.left ?? '0',
  };
}

/** Line by line where the whole order is taken back; else one fact, since nobody says of which lines the money is. */
function returnsOf(reversal: Reversal, { sales, isWhole, left }: OrderFacts): SalesFact[] {
  const [first] = sales;
  if (first === undefined || toTenThousandths(left) <= 0) return [];
  if (reversal.refund === null && isWhole) return sales.map((sale, index) => returned(reversal, sale, index + 1));
  const unitPrice = reversal.refund === null ? left : lesser(reversal.refund.amount, left);
  return [returned(reversal, { ...first, sku: noSku, catalogId: null, quantity: 1, unitPrice }, 1)];
}

function returned({ orderId, refund, at }: Reversal, sale: Sale, sourceLine: number): SalesFact {
  return {
    ...sale,
    source: refund === null ? `cancellation ${orderId}` : `refund ${refund.id}`,
    sourceLine,
    kind: 'return',
    occurredAt: at,
    orderId,
    quantity: -sale.quantity,
  };
}

function lesser(one: string, other: string): string {
  return toTenThousandths(one) < toTenThousandths(other) ? one : other;
}
