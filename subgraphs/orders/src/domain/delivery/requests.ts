import { createHash } from 'node:crypto';
import { badUserInput, shortened } from '@mosaico/service';
import type { OrderRecord, OrderTransaction } from '../../store/order-store.ts';
import { isEntityId } from '../entity-id.ts';

/** The order, locked. @throws BAD_USER_INPUT when there is none */
export async function requireOrder(transaction: OrderTransaction, orderId: string): Promise<OrderRecord> {
  const order = isEntityId(orderId) ? await transaction.lockOrder(orderId) : null;
  if (order !== null) return order;
  throw badUserInput(`orderId must be the id of an order; there is no order ${shortened(orderId)}.`);
}

/** Text that a person wrote, without the space around it. @throws BAD_USER_INPUT */
export function requireText(text: string, { argument, longest }: { argument: string; longest: number }): string {
  const trimmed = text.trim();
  const { length } = Array.from(trimmed);
  if (length > 0 && length <= longest && !/\p{Cc}/u.test(trimmed)) return trimmed;
  throw badUserInput(
    `${argument} must have 1 to ${longest} characters, none of them a control character; got ${shortened(text)}.`,
  );
}

/** What was asked for, short: two requests are the same when theirs are. */
export function fingerprintOf(request: unknown): string {
  return createHash('sha256').update(JSON.stringify(request)).digest('hex');
}
