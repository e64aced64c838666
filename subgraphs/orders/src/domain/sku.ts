/** True for what can be a sku: 1 to 40 printable characters, no space at either end. */
export function isSku(text: string): boolean {
  return text.length <= 80 && /^[^\s\p{C}](?:[^\p{C}]{0,38}[^\s\p{C}])?$/u.test(text);
}
