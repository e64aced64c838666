import type { FactKind, SalesFact } from '../../src/index.ts';
import type { CohortMonth, CustomerScores, LifetimeValue, Score } from '../../src/store/customer-store.ts';
import type { PeriodSales, PeriodUnit, ProductTotals } from '../../src/store/sales-store.ts';

/**
 * What the stores must answer, computed from all facts by the plainest means: integers of ten-thousandths, sets and sorting.
 * Amounts are compared by `cents`, which drops how many zeros a store writes behind the point.
 */
export function tenThousandths(amount: string): bigint {
  const [, sign = '', whole = '', decimals = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount) ?? [];
  const value = BigInt(whole + decimals.padEnd(4, '0'));
  return sign === '-' ? -value : value;
}

export function amountOf({ quantity, unitPrice }: SalesFact): bigint {
  return BigInt(quantity) * tenThousandths(unitPrice);
}

/** A store's answer with its amounts as integers. */
export function exactly(row: object): object {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]: [string, unknown]) => [
      name,
      typeof value === 'string' && /^-?\d+\.\d{4}$|^0$/.test(value) ? tenThousandths(value) : value,
    ]),
  );
}

export function expectedPeriods(
  facts: readonly SalesFact[],
  options: { from: string; to: string; unit: PeriodUnit },
): object[] {
  const { from, to, unit } = options;
  const inRange = facts.filter((fact) => fact.kind !== 'adjustment' && day(fact) >= from && day(fact) <= to);
  const groups = Map.groupBy(inRange, (fact) => startOf(fact.occurredAt, unit));
  return Array.from(groups, ([start, own]) => {
    const sales = of(own, 'sale');
    const gross = sum(sales);
    const returns = -sum(of(own, 'return'));
    const expected: Exact<PeriodSales> = {
      start,
      gross,
      returns,
      net: gross - returns,
      orders: new Set(sales.map(({ invoice }) => invoice)).size,
      units: sales.reduce((units, { quantity }) => units + quantity, 0),
    };
    return expected;
  }).sort((a, b) => (a.start < b.start ? -1 : 1));
}

export function expectedProducts(
  facts: readonly SalesFact[],
  ids: readonly string[],
  range: { from: string | null; to: string | null },
): object[] {
  return ids.flatMap((catalogId) => {
    const sales = of(facts, 'sale').filter(
      (fact) =>
        fact.catalogId === catalogId &&
        (range.from === null || day(fact) >= range.from) &&
        (range.to === null || day(fact) <= range.to),
    );
    if (sales.length === 0) return [];
    const expected: Exact<ProductTotals> = {
      catalogId,
      units: sales.reduce((units, { quantity }) => units + quantity, 0),
      orders: new Set(sales.map(({ invoice }) => invoice)).size,
      revenue: sum(sales),
    };
    return [expected];
  });
}

export function expectedLifetimeValues(facts: readonly SalesFact[], ids: readonly string[]): object[] {
  return ids.flatMap((customerId) => {
    const own = facts.filter((fact) => fact.customerId === customerId && fact.kind !== 'adjustment');
    const expected: Exact<LifetimeValue> = { customerId, amount: sum(own) };
    return own.length === 0 ? [] : [expected];
  });
}

export function expectedScores(facts: readonly SalesFact[], asOf: string | null): object[] {
  const lastFact = facts.map(day).sort().at(-1);
  if (lastFact === undefined) return [];
  const asOfTime = asOf === null ? Date.parse(lastFact) + msPerDay : Date.parse(asOf);
  const sales = of(facts, 'sale').filter((fact) => fact.customerId !== null && Date.parse(day(fact)) <= asOfTime);
  const customers = Array.from(
    Map.groupBy(sales, ({ customerId }) => customerId ?? ''),
    ([customerId, own]) => ({
      customerId,
      recency: Math.min(...own.map((fact) => (asOfTime - Date.parse(day(fact))) / msPerDay)),
      frequency: new Set(own.map(({ invoice }) => invoice)).size,
      monetary: sum(own),
    }),
  );
  const recencyScores = quintiles(customers, ({ recency }) => BigInt(-recency));
  const frequencyScores = quintiles(customers, ({ frequency }) => BigInt(frequency));
  const monetaryScores = quintiles(customers, ({ monetary }) => monetary);
  return customers.map((customer) => {
    const scored = (scores: ReadonlyMap<string, number>) => (scores.get(customer.customerId) ?? 0) as Score;
    const expected: Exact<CustomerScores> = {
      ...customer,
      recencyScore: scored(recencyScores),
      frequencyScore: scored(frequencyScores),
      monetaryScore: scored(monetaryScores),
    };
    return expected;
  });
}

export function expectedCohortMonths(
  facts: readonly SalesFact[],
  options: { from: string; to: string },
): CohortMonth[] {
  const byCustomer = Map.groupBy(
    of(facts, 'sale').filter(({ customerId }) => customerId !== null),
    ({ customerId }) => customerId,
  );
  const counts = new Map<string, number>();
  for (const own of byCustomer.values()) {
    const months = [...new Set(own.map((fact) => day(fact).slice(0, 7)))].sort();
    const [cohort = ''] = months;
    if (cohort < options.from || cohort > options.to) continue;
    for (const month of months) counts.set(`${cohort} ${month}`, (counts.get(`${cohort} ${month}`) ?? 0) + 1);
  }
  return [...counts.keys()].sort().map((key) => {
    const [cohort = '', month = ''] = key.split(' ');
    return { cohort, month, customers: counts.get(key) ?? 0 };
  });
}

/** An answer of a store with each amount as an integer of ten-thousandths. */
type Exact<Row> = { [Name in keyof Row]: Name extends AmountName ? bigint : Row[Name] };
type AmountName = 'gross' | 'returns' | 'net' | 'revenue' | 'amount' | 'monetary';

const msPerDay = 86_400_000;

function day({ occurredAt }: SalesFact): string {
  return occurredAt.toISOString().slice(0, 10);
}

function of(facts: readonly SalesFact[], kind: FactKind): SalesFact[] {
  return facts.filter((fact) => fact.kind === kind);
}

function sum(facts: readonly SalesFact[]): bigint {
  return facts.reduce((total, fact) => total + amountOf(fact), 0n);
}

function startOf(instant: Date, unit: PeriodUnit): string {
  const [year, month] = [instant.getUTCFullYear(), instant.getUTCMonth()];
  const starts: Record<PeriodUnit, () => Date> = {
    day: () => instant,
    week: () => new Date(instant.getTime() - ((instant.getUTCDay() + 6) % 7) * msPerDay),
    month: () => new Date(Date.UTC(year, month, 1)),
    quarter: () => new Date(Date.UTC(year, Math.floor(month / 3) * 3, 1)),
    year: () => new Date(Date.UTC(year, 0, 1)),
  };
  return starts[unit]().toISOString().slice(0, 10);
}

/** NTILE(5) as SQL has it: as equal as can be, and the first ones get what is left over. */
function quintiles<Customer extends { customerId: string }>(
  customers: readonly Customer[],
  measure: (customer: Customer) => bigint,
): Map<string, number> {
  const sorted = customers.toSorted((a, b) => {
    const difference = measure(a) - measure(b);
    return difference === 0n ? Number(BigInt(a.customerId) - BigInt(b.customerId)) : difference < 0n ? -1 : 1;
  });
  const scores = new Map<string, number>();
  for (let tile = 1, next = 0; tile <= 5; tile++) {
    const size = Math.floor(sorted.length / 5) + (tile <= sorted.length % 5 ? 1 : 0);
    for (const { customerId } of sorted.slice(next, next + size)) scores.set(customerId, tile);
    next += size;
  }
  return scores;
}
