import { isIPv4, isIPv6 } from 'node:net';

/**
 * What of an IP address is one client's: an IPv4 address is; of an IPv6 address its first 64 bits are, since whoever has one has
 * all of the others behind them. Null for what is no address.
 */
export function networkOf(address: string): string | null {
  const [, mapped] = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address) ?? [];
  const plain = mapped ?? address;
  if (isIPv4(plain)) return plain;
  const [bare = ''] = plain.split('%');
  if (!isIPv6(bare)) return null;
  const [head = '', tail] = bare.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const missing = tail === undefined ? 0 : 8 - before.length - after.length;
  const groups = [...before, ...Array.from({ length: missing }, () => '0'), ...after];
  return `${groups
    .slice(0, 4)
    .map((group) => parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}
