import type { Knex } from 'knex';
import { groupRows, inList } from '../bulk.ts';
import type { ParcelRecord, ReturnRecord, UnitLine } from '../delivery-store.ts';

/** The rows of parcels and returns, and what they are outside of the store. */
export interface ParcelRow {
  parcel_id: number;
  order_id: number;
  parcel_key: string;
  fingerprint: string;
  carrier: string;
  tracking_code: string | null;
  actor: string;
  shipped_at: Date;
  delivered_at: Date | null;
}
export interface ReturnRow {
  return_id: number;
  order_id: number;
  return_key: string;
  fingerprint: string;
  reason: string;
  actor: string;
  requested_at: Date;
  received_at: Date | null;
  restocked: number | null;
  refund_id: number | null;
}
interface LineRow {
  parcel_id?: number;
  return_id?: number;
  sku: string;
  quantity: number;
}

export function toParcel(row: ParcelRow, lines: readonly UnitLine[]): ParcelRecord {
  return {
    id: String(row.parcel_id),
    orderId: String(row.order_id),
    key: row.parcel_key,
    fingerprint: row.fingerprint,
    carrier: row.carrier,
    trackingCode: row.tracking_code,
    shippedAt: row.shipped_at,
    deliveredAt: row.delivered_at,
    lines,
  };
}

export function toReturn(row: ReturnRow, lines: readonly UnitLine[]): ReturnRecord {
  return {
    id: String(row.return_id),
    orderId: String(row.order_id),
    key: row.return_key,
    fingerprint: row.fingerprint,
    reason: row.reason,
    requestedAt: row.requested_at,
    receivedAt: row.received_at,
    restocked: row.restocked === null ? null : row.restocked === 1,
    refundId: row.refund_id === null ? null : String(row.refund_id),
    lines,
  };
}

/** The parcels of orders with their lines, in the order in which they left: two questions. */
export async function readParcels(knex: Knex, orderIds: readonly number[]): Promise<ParcelRecord[]> {
  const rows = await knex('parcels')
    .comment('delivery-store.parcels')
    .whereIn('order_id', inList(orderIds))
    .orderBy(['order_id', 'parcel_id'])
    .select<ParcelRow[]>();
  const lines = await readLines(knex, {
    table: 'parcel_lines',
    column: 'parcel_id',
    ids: rows.map((row) => row.parcel_id),
  });
  return rows.map((row) => toParcel(row, lines.get(row.parcel_id) ?? []));
}

/** The returns of orders with their lines, in the order in which they were asked for: two questions. */
export async function readReturns(knex: Knex, orderIds: readonly number[]): Promise<ReturnRecord[]> {
  const rows = await knex('order_returns')
    .comment('delivery-store.returns')
    .whereIn('order_id', inList(orderIds))
    .orderBy(['order_id', 'return_id'])
    .select<ReturnRow[]>();
  const lines = await readLines(knex, {
    table: 'order_return_lines',
    column: 'return_id',
    ids: rows.map((row) => row.return_id),
  });
  return rows.map((row) => toReturn(row, lines.get(row.return_id) ?? []));
}

async function readLines(
  knex: Knex,
  { table, column, ids }: { table: string; column: 'parcel_id' | 'return_id'; ids: readonly number[] },
): Promise<Map<number | undefined, UnitLine[]>> {
  if (ids.length === 0) return new Map();
  const rows = await knex(table)
    .comment('delivery-store.lines')
    .whereIn(column, inList(ids))
    .orderBy([column, 'sku'])
    .select<LineRow[]>();
  const groups = groupRows(rows, (row) => row[column]);
  return new Map(
    Array.from(groups, ([id, group]) => [id, group.map(({ sku, quantity }) => ({ sku, quantity }))] as const),
  );
}
