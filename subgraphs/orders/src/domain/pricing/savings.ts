import { allocateAmount, compareAmounts, lineTotal, percentOf, subtractAmounts, sumAmounts } from '@mosaico/service';
import { isLimited, type AppliedDiscount, type Promotion } from './promotion.ts';

/** A line as promotions see it. Each sku is on one line. */
export interface PricedLine {
  readonly sku: string;
  readonly quantity: number;
  /** A decimal string with at most four decimals. */
  readonly unitPrice: string;
}

/** What a set of promotions takes off an order. */
export interface Savings {
  /** What each line costs less, in the order of the lines. */
  readonly ofLines: readonly string[];
  readonly ofShipping: string;
  /** Only those that took something off, in the order in which they did. */
  readonly discounts: readonly AppliedDiscount[];
  readonly sum: string;
}

/** Free units first, so that a percentage is of what is paid for; then percentages; then amounts, which nothing makes less. */
const turns = ['buyGet', 'percentage', 'fixed', 'freeShipping'];

/**
 * What the promotions take off when all of them apply: each of what those before it have left, the same kind by their ids.
 * Nothing becomes cheaper than free. What concerns the whole order is divided among its lines in proportion to what they
 * still cost, to the cent.
 *
 * @param order.shipping what delivery costs; null when nothing is delivered
 */
export function savingsOf(
  promotions: readonly Promotion[],
  order: { readonly lines: readonly PricedLine[]; readonly shipping: string | null },
): Savings {
  const lefts = order.lines.map(({ quantity, unitPrice }) => lineTotal(quantity, unitPrice));
  const totals = [...lefts];
  let shipping = order.shipping ?? '0.00';
  const discounts: AppliedDiscount[] = [];
  for (const promotion of promotions.toSorted(inTurn)) {
    const { rule, id, name, code } = promotion;
    const applied = { promotionId: id, name, code, limited: isLimited(promotion) };
    if (rule.kind === 'freeShipping') {
      if (isNothing(shipping)) continue;
      discounts.push({ ...applied, target: 'shipping', amount: shipping });
      shipping = '0.00';
      continue;
    }
    const parts = partsOf(rule, { lines: order.lines, lefts });
    const amount = sumAmounts(parts);
    if (isNothing(amount)) continue;
    parts.forEach((part, index) => (lefts[index] = subtractAmounts(lefts[index] ?? '0.00', part)));
    discounts.push({ ...applied, target: 'items', amount });
  }
  return {
    ofLines: totals.map((total, index) => subtractAmounts(total, lefts[index] ?? '0.00')),
    ofShipping: subtractAmounts(order.shipping ?? '0.00', shipping),
    discounts,
    sum: sumAmounts(discounts.map(({ amount }) => amount)),
  };
}

function inTurn(a: Promotion, b: Promotion): number {
  return turns.indexOf(a.rule.kind) - turns.indexOf(b.rule.kind) || Number(a.id) - Number(b.id);
}

/** What a rule takes off each line. @param order.lefts what each still costs */
function partsOf(
  rule: Exclude<Promotion['rule'], { kind: 'freeShipping' }>,
  { lines, lefts }: { lines: readonly PricedLine[]; lefts: readonly string[] },
): string[] {
  const left = sumAmounts(lefts);
  switch (rule.kind) {
    case 'percentage':
      return allocateAmount(percentOf(left, rule.percent), lefts);
    case 'fixed':
      return allocateAmount(lesser(rule.amount, left), lefts);
    case 'buyGet':
      return lines.map(({ sku, unitPrice }, index) => {
        const free = sku === rule.getSku ? freeUnits(rule, lines) : 0;
        return lesser(lineTotal(free, unitPrice), lefts[index] ?? '0.00');
      });
  }
}

function freeUnits(
  rule: { buySku: string; buyQuantity: number; getSku: string; getQuantity: number },
  lines: readonly PricedLine[],
): number {
  const ordered = (sku: string) => lines.find((line) => line.sku === sku)?.quantity ?? 0;
  const { buySku, buyQuantity, getSku, getQuantity } = rule;
  if (buySku !== getSku) {
    return Math.min(ordered(getSku), Math.floor(ordered(buySku) / buyQuantity) * getQuantity);
  }
  // Of three for two, the sixth is free and the fifth is not: whole groups, then what of the last is beyond the paid ones.
  const group = buyQuantity + getQuantity;
  const rest = ordered(getSku) % group;
  return Math.floor(ordered(getSku) / group) * getQuantity + Math.max(0, rest - buyQuantity);
}

function lesser(amount: string, other: string): string {
  return compareAmounts(amount, other) <= 0 ? amount : other;
}

function isNothing(amount: string): boolean {
  return compareAmounts(amount, '0') === 0;
}
