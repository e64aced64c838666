import { createHash } from 'node:crypto';
import type { ProductDimension, SalesFact } from '@mosaico/analytics';
import type { NewNotification } from '@mosaico/cart';
import type { CategoryRecord, ProductRecord } from '@mosaico/catalog';
import type { AuditEntry, HistoricalOrder, UserEvent } from '@mosaico/events';
import type { CustomerImport, OrderImport, SellableImport } from '@mosaico/orders';
import { lineTotal, sumAmounts } from '@mosaico/service';
import { countryCode } from './countries.ts';
import type { Invoice } from './invoices.ts';
import { lineKind } from './line-kind.ts';
import type { SourceLine } from './source-lines.ts';
import type { SurveyedCustomer, SurveyedProduct } from './survey.ts';

/** What a line, an invoice, a stock code or a customer of the data set is to each store. Everything in it is in pounds. */
const source = 'online-retail';

/** The one shelf of the imported shop; the data set has no categories. */
export const category: CategoryRecord = {
  id: idOf('category'),
  parentId: null,
  slug: 'online-retail',
  name: 'Online Retail',
};

export function productRecord(product: SurveyedProduct): ProductRecord {
  const { stockCode, name, unitPrice, firstSeenAt } = product;
  return {
    id: productId(stockCode),
    name,
    brand: 'Online Retail',
    description: `${name}, stock code ${stockCode}, as the shop sold it in 2010 and 2011.`,
    categoryId: category.id,
    variants: [{ sku: stockCode, price: unitPrice, attributes: [] }],
    specifications: [{ name: 'Stock code', value: stockCode }],
    tags: [],
    images: [],
    createdAt: firstSeenAt,
    updatedAt: firstSeenAt,
  };
}

/** The data set does not say what was on the shelf, so nothing is stocked; what was never sold at a price cannot be ordered. */
export function sellable({ stockCode, name, unitPrice }: SurveyedProduct): SellableImport {
  return {
    sku: stockCode,
    catalogId: productId(stockCode),
    categoryId: category.id,
    name,
    price: unitPrice,
    status: Number(unitPrice) > 0 ? 'active' : 'inactive',
    onHand: null,
  };
}

export function productDimension({ stockCode, name }: SurveyedProduct): ProductDimension {
  return { sku: stockCode, name, catalogId: productId(stockCode), categoryId: category.id };
}

/** The data set knows its customers by number and country alone. */
export function customerRecord({ id, firstSeenAt }: SurveyedCustomer): CustomerImport {
  return {
    id,
    email: null,
    name: `Customer ${id}`,
    createdAt: firstSeenAt,
    addresses: [],
    roles: [],
    passwordHash: null,
  };
}

/** What tells an imported customer where their past orders are. */
export function welcome({ id, orders }: SurveyedCustomer, now: Date): NewNotification {
  return {
    customerId: id,
    key: `${source}-import`,
    type: 'ACCOUNT',
    title: 'Your orders have moved with us',
    body: `Your account now shows the ${orders} orders you placed in 2010 and 2011.`,
    orderId: null,
    createdAt: now,
    readAt: null,
  };
}

export function fact(line: SourceLine): SalesFact {
  const kind = lineKind(line);
  return {
    source,
    sourceLine: line.line,
    kind,
    occurredAt: line.invoiceDate,
    invoice: line.invoice,
    orderId: kind === 'sale' ? line.invoice : null,
    sku: line.stockCode,
    catalogId: productId(line.stockCode),
    customerId: line.customerId,
    country: countryCode(line.country),
    quantity: line.quantity,
    unitPrice: line.unitPrice,
  };
}

/** A delivered order with the invoice's number as its id; names are those the lines were sold under. */
export function order(invoice: Invoice, nameOf: (stockCode: string) => string): OrderImport {
  const items = invoice.lines.map(({ stockCode, description, quantity, unitPrice }) => ({
    sku: stockCode,
    name: description === '' ? nameOf(stockCode) : description,
    quantity,
    unitPrice,
    lineTotal: lineTotal(quantity, unitPrice),
  }));
  const total = sumAmounts(items.map((item) => item.lineTotal));
  return {
    id: invoice.number,
    number: invoice.number,
    customerId: invoice.customerId,
    status: 'delivered',
    currency: 'GBP',
    subtotal: total,
    total,
    placedAt: invoice.placedAt,
    items,
    history: [
      { status: 'pending', at: invoice.placedAt, reason: null },
      { status: 'delivered', at: invoice.placedAt, reason: importReason },
    ],
  };
}

const importReason = 'Imported; the data set does not say when it was delivered.';

export function auditEntries({ number, customerId, placedAt }: Invoice): AuditEntry[] {
  const entity = { type: 'order', id: number } as const;
  return [
    {
      id: `${source}-placed`,
      entity,
      action: 'order.placed',
      at: placedAt,
      actor: customerId === null ? 'guest' : 'customer',
      details: [],
    },
    {
      id: `${source}-delivered`,
      entity,
      action: 'order.delivered',
      at: placedAt,
      actor: 'system',
      details: [{ name: 'reason', value: importReason }],
    },
  ];
}

/** That the customer placed the order; none for a guest. */
export function activity({ number, customerId, placedAt }: Invoice, total: string): UserEvent[] {
  if (customerId === null) return [];
  return [
    {
      id: `${source}-${number}`,
      visitor: { kind: 'customer', id: customerId },
      type: 'order.placed',
      at: placedAt,
      sessionId: null,
      productId: null,
      value: Number(total),
      properties: [{ name: 'order', value: number }],
    },
  ];
}

export function historicalOrder({ number, customerId, placedAt, lines }: Invoice, total: string): HistoricalOrder[] {
  if (customerId === null) return [];
  return [
    {
      customerId,
      orderId: number,
      number,
      status: 'DELIVERED',
      placedAt,
      updatedAt: placedAt,
      total,
      currency: 'GBP',
      itemCount: lines.length,
    },
  ];
}

function productId(stockCode: string): string {
  return idOf('product', stockCode);
}

function idOf(...name: readonly string[]): string {
  return createHash('sha256')
    .update([source, ...name].join('\u0000'))
    .digest('hex')
    .slice(0, 24);
}
