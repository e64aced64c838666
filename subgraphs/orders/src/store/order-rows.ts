import { formatUnitPrice, roundAmount, type Currency } from '@mosaico/service';
import type {
  NewOrderItem,
  OrderCharges,
  OrderItemRecord,
  OrderRecord,
  OrderStatus,
  StatusChangeRecord,
} from './order-store.ts';

/** The rows of an order's tables, and what they are outside of the store. */
interface ChargeColumns {
  discount: string;
  shipping: string;
  tax: string;
  prices_include_tax: number;
  shipping_method: string | null;
}
export interface OrderRow extends ChargeColumns {
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
  discount: string;
  tax: string;
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
    discount: roundAmount(row.discount),
    shipping: roundAmount(row.shipping),
    tax: roundAmount(row.tax),
    pricesIncludeTax: row.prices_include_tax === 1,
    shippingMethod: row.shipping_method,
  };
}

export function toChargeColumns(charges: Partial<OrderCharges>): ChargeColumns {
  const {
    discount = '0.00',
    shipping = '0.00',
    tax = '0.00',
    pricesIncludeTax = false,
    shippingMethod = null,
  } = charges;
  return { discount, shipping, tax, prices_include_tax: pricesIncludeTax ? 1 : 0, shipping_method: shippingMethod };
}

export function toItem(row: OrderItemRow): OrderItemRecord {
  return {
    sku: row.sku,
    name: row.name,
    quantity: row.quantity,
    unitPrice: formatUnitPrice(row.unit_price),
    lineTotal: roundAmount(row.line_total),
    discount: roundAmount(row.discount),
    tax: roundAmount(row.tax),
  };
}

export function toStatusChange(row: StatusChangeRow): StatusChangeRecord {
  return { status: row.status, at: row.changed_at, reason: row.reason, actor: row.actor };
}

export function toItemRows(orderId: number, items: readonly NewOrderItem[]): OrderItemRow[] {
  return items.map((item, index) => ({
    order_id: orderId,
    line_no: index + 1,
    sku: item.sku,
    name: item.name,
    quantity: item.quantity,
    unit_price: item.unitPrice,
    line_total: item.lineTotal,
    discount: item.discount ?? '0.00',
    tax: item.tax ?? '0.00',
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
