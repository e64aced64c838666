/**
 * The text that every match of the pattern begins with, for patterns such as `^abc` or `^abc.*x`; undefined when there
 * is none that is plain to see. Case-insensitive and multi-line patterns have none.
 */
export function regexPrefix(source: string, flags: string): string | undefined {
  if (!source.startsWith('^') || /[im]/.test(flags) || source.includes('|')) return undefined;
  const literals: string[] = [];
  let rest = source.slice(1);
  for (;;) {
    const [whole, escaped, plain] = /^(?:\\([^\w\s])|([^\\^$.*+?()[\]{}|\0]))/.exec(rest) ?? [];
    if (whole === undefined) break;
    literals.push(escaped ?? plain ?? '');
    rest = rest.slice(whole.length);
  }
  // A quantifier may make the character before it optional.
  if (/^[*?{]/.test(rest)) literals.pop();
  // Half of a surrogate pair has no UTF-8.
  const prefix = literals.join('').replace(/[\ud800-\udbff]$/, '');
  return prefix === '' ? undefined : prefix;
}
