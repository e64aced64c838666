import type { IdentityTokens } from '@mosaico/service';
import type { CustomerRecord, CustomerStore } from '../store/customer-store.ts';

/** A login: whoever carries the token is the customer until it expires. */
export interface SessionRecord {
  readonly accessToken: string;
  readonly expiresAt: Date;
  readonly customer: CustomerRecord;
}

/** Logs a customer in, with the roles that the customer has at this moment. */
export async function openSession(
  customer: CustomerRecord,
  options: { customers: CustomerStore; accessTokens: IdentityTokens },
): Promise<SessionRecord> {
  const [found] = await options.customers.rolesOf([customer.id]);
  const { token, expiresAt } = await options.accessTokens.sign({ customerId: customer.id, roles: found?.roles ?? [] });
  return { accessToken: token, expiresAt, customer };
}
