import { formatUnitPrice, roundAmount, type Currency } from '@mosaico/service';
import type { OrderItemRecord, OrderRecord, OrderStatus, StatusChangeRecord } from './order-store.ts';

/** The rows of an order's tables, and what they are outside of the store. */
export interface OrderRow {
  order_id: number;
  /** Null where the id serves as the number. */
  order_number: string | null;
  customer_id: number | null;
  status: OrderStatus;
  currency: Currency;
  subtotal: string;
  total: string;
  placed_at: Date;
}
export interface OrderItemRow {
  order_id: number;
  line_no: number;
  sku: string;
  name: string;
  quantity: number;
  unit_price: string;
  line_total: string;
}
export interface StatusChangeRow {
  order_id: number;
  step_no: number;
  status: OrderStatus;
  reason: string | null;
  changed_at: Date;
  actor: string | null;
}

export function toOrder(row: OrderRow): OrderRecord {
  return {
    id: String(row.order_id),
    number: row.order_number ?? String(row.order_id),
    customerId: row.customer_id === null ? null : String(row.customer_id),
    status: row.status,
    currency: row.currency,
    subtotal: roundAmount(row.subtotal),
    total: roundAmount(row.total),
    placedAt: row.placed_at,
  };
}

export function toItem(row: OrderItemRow): OrderItemRecord {
  return {
    sku: row.sku,
    name: row.name,
    quantity: row.quantity,
    unitPrice: formatUnitPrice(row.unit_price),
    lineTotal: roundAmount(row.line_total),
  };
}

export function toStatusChange(row: StatusChangeRow): StatusChangeRecord {
  return { status: row.status, at: row.changed_at, reason: row.reason, actor: row.actor };
}

export function toItemRows(orderId: number, items: readonly OrderItemRecord[]): OrderItemRow[] {
  return items.map((item, index) => ({
    order_id: orderId,
    line_no: index + 1,
    sku: item.sku,
    name: item.name,
    quantity: item.quantity,
    unit_price: item.unitPrice,
    line_total: item.lineTotal,
  }));
}

export function toStatusChangeRows(
  orderId: number,
  history: readonly (Omit<StatusChangeRecord, 'actor'> & { actor?: string })[],
): StatusChangeRow[] {
  return history.map(({ status, at, reason, actor = null }, index) => ({
    order_id: orderId,
    step_no: index + 1,
    status,
    reason,
    changed_at: at,
    actor,
  }));
}
