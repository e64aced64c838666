import { badUserInput, shortened } from '@mosaico/service';
import { isSku } from './sku.ts';

/** How many units of what somebody wants. */
export interface OrderLine {
  readonly sku: string;
  readonly quantity: number;
}

const mostLines = 100;
const mostUnits = 10_000;

/**
 * Lines that can be ordered, as far as they alone can tell. @throws BAD_USER_INPUT for those that cannot.
 * @param options.argument what the client calls them; `items` of an order that is to be placed when absent
 */
export function requireOrderLines(
  lines: readonly OrderLine[],
  { argument = 'items' }: { argument?: string } = {},
): readonly OrderLine[] {
  if (lines.length < 1 || lines.length > mostLines) {
    const hint = argument === 'items' ? ' Leave it out to order the cart.' : '';
    throw badUserInput(`${argument} must have 1 to ${mostLines} lines; got ${lines.length}.${hint}`);
  }
  const seen = new Set<string>();
  for (const { sku, quantity } of lines) {
    if (!isSku(sku)) {
      throw badUserInput(
        `sku must have 1 to 40 printable characters and no space at either end; got ${shortened(sku)}.`,
      );
    }
    if (!Number.isInteger(quantity) || quantity < 1 || quantity > mostUnits) {
      throw badUserInput(`quantity must be from 1 to ${mostUnits}; got ${quantity} of ${shortened(sku)}.`);
    }
    if (seen.has(sku)) throw badUserInput(`${argument} must name each sku once; got ${shortened(sku)} twice.`);
    seen.add(sku);
  }
  return lines;
}
