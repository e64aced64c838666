import { codedError, ErrorCode } from './errors.ts';

/** What a member of staff may do; a customer has none. */
export const staffRoles = ['support', 'merchandiser', 'fulfiller', 'analyst', 'admin'] as const;
export type StaffRole = (typeof staffRoles)[number];

/** Who asks: `customerId` is null for a caller without a login. */
export interface Identity {
  readonly customerId: string | null;
  readonly roles: readonly StaffRole[];
}

/** A caller without a login. */
export const anonymous: Identity = { customerId: null, roles: [] };

export function hasRole(identity: Identity, ...allowed: readonly StaffRole[]): boolean {
  return identity.roles.some((role) => allowed.includes(role));
}

/** The caller's customer id. @throws UNAUTHENTICATED without a login. */
export function requireLogin(identity: Identity): string {
  if (identity.customerId === null) {
    throw codedError(ErrorCode.unauthenticated, 'This needs a login: send an access token.');
  }
  return identity.customerId;
}

/** @throws UNAUTHENTICATED without a login, FORBIDDEN without any of the roles. */
export function requireRole(identity: Identity, ...allowed: readonly StaffRole[]): void {
  if (hasRole(identity, ...allowed)) return;
  requireLogin(identity);
  throw codedError(ErrorCode.forbidden, `This needs the role ${allowed.join(' or ')}.`);
}

export function mayReadCustomer(
  identity: Identity,
  customerId: string | null,
  ...allowed: readonly StaffRole[]
): boolean {
  return (customerId !== null && identity.customerId === customerId) || hasRole(identity, ...allowed);
}

/** What belongs to a customer is for that customer and for staff with one of the roles. @throws FORBIDDEN for all others. */
export function requireCustomer(identity: Identity, customerId: string | null, ...allowed: readonly StaffRole[]): void {
  if (mayReadCustomer(identity, customerId, ...allowed)) return;
  throw codedError(
    ErrorCode.forbidden,
    `This is for the customer it belongs to, and for the role ${allowed.join(' or ')}.`,
  );
}
