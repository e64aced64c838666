import type { Address } from '../ports.ts';
import { asksWell } from '../tcp.ts';

/** Whether a server asks for a password: one that is starting, stopping or full answers with an error instead. */
export function asksPostgres(address: Address): Promise<boolean> {
  return asksWell(address, {
    question: startupMessage({ user: 'mosaico', database: 'postgres' }),
    isAnswer: (received) => (received.length === 0 ? undefined : received.toString('latin1', 0, 1) === 'R'),
  });
}

/** The first message of PostgreSQL's protocol, version 3.0. */
function startupMessage(parameters: Record<string, string>): Buffer {
  const pairs = Object.entries(parameters).map(([name, value]) => `${name}\0${value}\0`);
  const body = Buffer.from(`${pairs.join('')}\0`);
  const head = Buffer.alloc(8);
  head.writeInt32BE(head.length + body.length, 0);
  head.writeInt32BE(3 << 16, 4);
  return Buffer.concat([head, body]);
}
