import type { PricedLine } from '../../src/domain/pricing/savings.ts';
import type { Promotion } from '../../src/domain/pricing/promotion.ts';
import type { TaxRate } from '../../src/domain/pricing/price-order.ts';

/** What an order costs in whole cents, told in another way than the shop does: by fractions of integers. */
export function modelPrice(order: {
  lines: readonly PricedLine[];
  promotions: readonly Promotion[];
  shipping: string | null;
  tax: TaxRate | null;
}) {
  const totals = order.lines.map(({ quantity, unitPrice }) => halfEven(BigInt(quantity) * scaled(unitPrice, 4), 100n));
  const left = [...totals];
  const fullShipping = order.shipping === null ? 0n : scaled(order.shipping, 2);
  let shipping = fullShipping;
  for (const kind of ['buyGet', 'percentage', 'fixed', 'freeShipping']) {
    for (const { rule } of order.promotions.filter((promotion) => promotion.rule.kind === kind)) {
      if (rule.kind === 'freeShipping') shipping = 0n;
      else takeOff(rule, order.lines, left);
    }
  }
  const percent = scaled(order.tax?.percent ?? '0', 4);
  const taxOn = (amount: bigint) =>
    halfEven(amount * percent, order.tax?.included === true ? 1_000_000n + percent : 1_000_000n);
  const tax = sum(left.map(taxOn)) + taxOn(shipping);
  return {
    subtotal: sum(totals),
    discounts: totals.map((total, index) => total - (left[index] ?? 0n)),
    saved: sum(totals) - sum(left) + fullShipping - shipping,
    shipping,
    tax,
    total: sum(left) + shipping + (order.tax?.included === true ? 0n : tax),
  };
}

function takeOff(rule: Promotion['rule'], lines: readonly PricedLine[], left: bigint[]): void {
  if (rule.kind === 'buyGet') {
    const bought = lines.find(({ sku }) => sku === rule.buySku)?.quantity ?? 0;
    lines.forEach(({ sku, quantity, unitPrice }, index) => {
      if (sku !== rule.getSku) return;
      // Unit by unit, as a cashier would.
      let free = 0n;
      for (let unit = 0; unit < quantity; unit++) {
        const earned =
          rule.buySku === rule.getSku
            ? unit % (rule.buyQuantity + rule.getQuantity) >= rule.buyQuantity
            : unit < Math.floor(bought / rule.buyQuantity) * rule.getQuantity;
        if (earned) free++;
      }
      const worth = halfEven(free * scaled(unitPrice, 4), 100n);
      left[index] = (left[index] ?? 0n) > worth ? (left[index] ?? 0n) - worth : 0n;
    });
    return;
  }
  const whole = sum(left);
  const wanted =
    rule.kind === 'percentage' ? halfEven(whole * scaled(rule.percent, 4), 1_000_000n) : scaled(amountOf(rule), 2);
  const off = wanted < whole ? wanted : whole;
  if (whole === 0n) return;
  // Cent by cent to whoever is furthest below the exact share: what largest remainders come to.
  const parts = left.map((weight) => (weight * off) / whole);
  while (sum(parts) < off) {
    let neediest = 0;
    const need = (index: number) => (left[index] ?? 0n) * off - (parts[index] ?? 0n) * whole;
    parts.forEach((_, index) => (neediest = need(index) > need(neediest) ? index : neediest));
    parts[neediest] = (parts[neediest] ?? 0n) + 1n;
  }
  parts.forEach((part, index) => (left[index] = (left[index] ?? 0n) - part));
}

function amountOf(rule: Promotion['rule']): string {
  return rule.kind === 'fixed' ? rule.amount : '0';
}

/** A decimal string as a count of its `decimals`th places. */
export function scaled(amount: string, decimals: number): bigint {
  const [whole = '0', fraction = ''] = amount.split('.');
  return BigInt(whole + fraction.padEnd(decimals, '0'));
}

function halfEven(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator;
  const twice = (numerator % denominator) * 2n;
  if (twice > denominator) return quotient + 1n;
  return twice === denominator && quotient % 2n === 1n ? quotient + 1n : quotient;
}

function sum(values: readonly bigint[]): bigint {
  return values.reduce((total, value) => total + value, 0n);
}
