import type { SourceLine } from './source-lines.ts';

/** What a line is to the warehouse. */
export type LineKind = 'sale' | 'return' | 'adjustment';

/**
 * A sale is a line of an invoice that is all digits, with something sold at a price; a return stands on an invoice that
 * begins with C (the data set's mark of a cancellation) and takes something back at a price; all else (write-offs, samples,
 * bad debt) is an adjustment.
 */
export function lineKind(line: SourceLine): LineKind {
  const priced = Number(line.unitPrice) > 0;
  if (priced && line.quantity > 0 && /^\d+$/.test(line.invoice)) return 'sale';
  if (priced && line.quantity < 0 && line.invoice.startsWith('C')) return 'return';
  return 'adjustment';
}
