import { codedError, ErrorCode, hasRole, requireCustomer, type Identity } from '@mosaico/service';

/**
 * The shop's figures. Not `requireRole`: whoever may not see them gets FORBIDDEN, without a login too, since most callers of
 * a page with such a field have no login, and one would not help them.
 * @throws FORBIDDEN without the role analyst or admin.
 */
export function requireAnalyst(identity: Identity): void {
  if (hasRole(identity, 'analyst', 'admin')) return;
  throw codedError(ErrorCode.forbidden, 'This needs the role analyst or admin.');
}

/** What the warehouse says of one customer. @throws FORBIDDEN for all but the customer and the roles support, analyst and admin. */
export function requireCustomerFigures(identity: Identity, customerId: string): void {
  requireCustomer(identity, customerId, 'support', 'analyst', 'admin');
}
