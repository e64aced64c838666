import { badUserInput, shortened } from '@mosaico/service';

interface Bounds {
  least: number;
  most: number;
}

/**
 * A text without the white space around it.
 * @throws BAD_USER_INPUT unless it has as many characters as allowed, and none that control a terminal or a printer.
 */
export function checkText(field: string, value: string, bounds: Bounds & { lines?: boolean }): string {
  const { least, most, lines = false } = bounds;
  const text = value.trim();
  const length = text.length > 2 * most ? text.length : Array.from(text).length;
  if (length < least || length > most) {
    const required = least === 0 ? `at most ${most} characters` : `${least} to ${most} characters`;
    throw badUserInput(`${field} must be ${required}; got ${length}.`);
  }
  if ((lines ? /[^\P{Cc}\n\r\t]/u : /\p{Cc}/u).test(text)) {
    throw badUserInput(`${field} must hold no control characters; got ${shortened(text)}.`);
  }
  return text;
}

/** @throws BAD_USER_INPUT unless the list has as many items as allowed. */
export function checkList(field: string, items: readonly unknown[], { least, most }: Bounds): void {
  if (items.length >= least && items.length <= most) return;
  const required = least === 0 ? `at most ${most}` : `${least} to ${most}`;
  throw badUserInput(`${field} must hold ${required} items; got ${items.length}.`);
}
