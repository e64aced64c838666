import { dayOf, firstDay, isReportableDay, lastDay } from '../domain/calendar.ts';
import { isCustomerId, isProductId } from '../domain/ids.ts';
import type { CustomerDimension, ProductDimension, SalesFact } from './fact-store.ts';

/** What a field of a record must be, in words and as a test. */
type Rule<Item> = readonly [field: keyof Item & string, required: string, holds: (item: Item) => boolean];

/** Check what is about to be written. @throws RangeError that names the first faulty record, what was required and what arrived. */
export function checkFacts(facts: readonly SalesFact[]): void {
  check(facts, factRules, ({ source, sourceLine }) => `fact ${shown(source)}/${shown(sourceLine)}`);
}

export function checkCustomers(customers: readonly CustomerDimension[]): void {
  check(customers, customerRules, ({ id }) => `customer ${shown(id)}`);
}

export function checkProducts(products: readonly ProductDimension[]): void {
  check(products, productRules, ({ sku }) => `product ${shown(sku)}`);
}

const kinds = new Set(['sale', 'return', 'adjustment']);
const country = 'null, or text of 1 to 100 characters';
const productId = 'null, or 24 lower-case hexadecimal digits';
const time = `a time from ${firstDay} to ${lastDay}`;

const factRules: readonly Rule<SalesFact>[] = [
  ['source', 'text of 1 to 100 characters', ({ source }) => isText(source, 100)],
  ['sourceLine', 'a whole number from 1', ({ sourceLine }) => Number.isSafeInteger(sourceLine) && sourceLine > 0],
  ['kind', 'sale, return or adjustment', ({ kind }) => kinds.has(kind)],
  ['occurredAt', time, ({ occurredAt }) => isRecordedTime(occurredAt)],
  ['invoice', 'text of 1 to 40 characters', ({ invoice }) => isText(invoice, 40)],
  ['orderId', 'null, or text of 1 to 40 characters', ({ orderId }) => orderId === null || isText(orderId, 40)],
  ['sku', 'text of 1 to 40 characters', ({ sku }) => isText(sku, 40)],
  ['catalogId', productId, ({ catalogId }) => catalogId === null || isProductId(catalogId)],
  [
    'customerId',
    'null, or a positive whole number of at most 18 digits',
    ({ customerId }) => customerId === null || isCustomerId(customerId),
  ],
  ['country', country, (fact) => fact.country === null || isText(fact.country, 100)],
  ['quantity', 'a whole number of at most 32 bits', ({ quantity }) => (quantity | 0) === quantity],
  ['quantity', 'positive in a sale', ({ kind, quantity }) => kind !== 'sale' || quantity > 0],
  ['quantity', 'negative in a return', ({ kind, quantity }) => kind !== 'return' || quantity < 0],
  [
    'unitPrice',
    'a decimal number with at most ten digits before the point and four after it',
    ({ unitPrice }) => /^-?\d{1,10}(\.\d{1,4})?$/.test(unitPrice),
  ],
  [
    'unitPrice',
    'without a minus in a sale or a return',
    ({ kind, unitPrice }) => kind === 'adjustment' || !unitPrice.startsWith('-'),
  ],
];

const customerRules: readonly Rule<CustomerDimension>[] = [
  ['id', 'a positive whole number of at most 18 digits', ({ id }) => isCustomerId(id)],
  ['country', country, (customer) => customer.country === null || isText(customer.country, 100)],
  ['firstSeenAt', time, ({ firstSeenAt }) => isRecordedTime(firstSeenAt)],
];

const productRules: readonly Rule<ProductDimension>[] = [
  ['sku', 'text of 1 to 40 characters', ({ sku }) => isText(sku, 40)],
  ['name', 'text of 1 to 500 characters', ({ name }) => isText(name, 500)],
  ['catalogId', productId, ({ catalogId }) => catalogId === null || isProductId(catalogId)],
  [
    'categoryId',
    'null, or text of 1 to 60 characters',
    ({ categoryId }) => categoryId === null || isText(categoryId, 60),
  ],
];

function check<Item>(items: readonly Item[], rules: readonly Rule<Item>[], nameOf: (item: Item) => string): void {
  for (const item of items) {
    const broken = rules.find(([, , holds]) => !holds(item));
    if (!broken) continue;
    const [field, required] = broken;
    throw new RangeError(`The ${nameOf(item)}: ${field} must be ${required}; got ${shown(item[field])}.`);
  }
}

/** PostgreSQL cannot store the character NUL in a text. */
function isText(value: string, maxLength: number): boolean {
  return value.length >= 1 && value.length <= maxLength && !value.includes('\0');
}

function isRecordedTime(value: Date): boolean {
  return !Number.isNaN(value.getTime()) && isReportableDay(dayOf(value));
}

function shown(value: unknown): string {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'an invalid date' : value.toISOString();
  return (JSON.stringify(value) as string | undefined)?.slice(0, 60) ?? 'nothing';
}
