import { jwtVerify, SignJWT } from 'jose';
import { staffRoles, type Identity, type StaffRole } from './identity.ts';

/** Signs and verifies identities as JWTs (RFC 7519) of one audience, HS256 and no other algorithm. */
export interface IdentityTokens {
  sign(identity: Identity): Promise<{ token: string; expiresAt: Date }>;
  /** The identity of a valid token; null for a token that is malformed, forged, expired, or meant for another audience. */
  verify(token: string): Promise<Identity | null>;
}

/** `access` tokens are carried by customers, `internal` ones by the gateway's requests to subgraphs: neither passes for the other. */
export function createIdentityTokens(options: {
  audience: 'access' | 'internal';
  secret: string;
  lifetimeSeconds: number;
  now: () => Date;
}): IdentityTokens {
  const key = new TextEncoder().encode(options.secret);
  const audience = `mosaico:${options.audience}`;
  return {
    async sign(identity) {
      const issuedAt = Math.floor(options.now().getTime() / 1000);
      const expiresAt = issuedAt + options.lifetimeSeconds;
      const token = await new SignJWT({ roles: identity.roles })
        .setProtectedHeader({ alg: 'HS256' })
        .setSubject(identity.customerId ?? '')
        .setAudience(audience)
        .setIssuedAt(issuedAt)
        .setExpirationTime(expiresAt)
        .sign(key);
      return { token, expiresAt: new Date(expiresAt * 1000) };
    },
    async verify(token) {
      const verified = await jwtVerify<{ roles: unknown }>(token, key, {
        algorithms: ['HS256'],
        audience,
        currentDate: options.now(),
        requiredClaims: ['sub', 'exp'],
      }).catch(() => null);
      if (verified === null) return null;
      const { sub = '', roles } = verified.payload;
      return { customerId: sub === '' ? null : sub, roles: Array.isArray(roles) ? roles.filter(isStaffRole) : [] };
    },
  };
}

function isStaffRole(value: unknown): value is StaffRole {
  return staffRoles.includes(value as StaffRole);
}
