import { lineTotal, sumAmounts } from '@mosaico/service';
import type { Offers } from './offers.ts';

interface Line {
  readonly sku: string;
  readonly quantity: number;
}

/** What a line costs today, rounded half-even to two decimals; null when its variant is not for sale. */
export function totalOfLine(line: Line, offers: Offers): string | null {
  const price = offers.get(line.sku);
  return price === undefined ? null : lineTotal(line.quantity, price);
}

/** The sum of what the lines cost, so that it adds up to what is shown for each; what is not for sale does not count. */
export function subtotal(lines: readonly Line[], offers: Offers): string {
  return sumAmounts(lines.map((line) => totalOfLine(line, offers)).filter((total) => total !== null));
}
