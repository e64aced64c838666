import { jwtVerify, SignJWT } from 'jose';
import { staffRoles, type Identity, type StaffRole } from './identity.ts';

export interface SignedToken {
  readonly token: string;
  readonly expiresAt: Date;
}

/** Signs and verifies identities as JWTs (RFC 7519) of one audience, HS256 and no other algorithm. */
export interface IdentityTokens {
  sign(identity: Identity): Promise<SignedToken>;
  /** The identity of a valid token; null for a token that is malformed, forged, expired, or meant for another audience. */
  verify(token: string): Promise<Identity | null>;
}

/** `access` tokens are carried by customers, `internal` ones by the gateway's requests to subgraphs: neither passes for the other. */
export function createIdentityTokens(options: {
  audience: 'access' | 'internal';
  secret: string;
  lifetimeSeconds: number;
  now: () => Date;
  /** How many tokens are remembered, verified ones until they expire; a token's signature is then not computed again. 10,000. */
  remembered?: number;
}): IdentityTokens {
  const key = new TextEncoder().encode(options.secret);
  const audience = `mosaico:${options.audience}`;
  const { remembered = 10_000 } = options;
  const verified = createVerifiedTokens(remembered);
  const signed = createSignedTokens(remembered);

  async function sign(identity: Identity, issuedAt: number): Promise<SignedToken> {
    const expiresAt = issuedAt + options.lifetimeSeconds;
    const token = await new SignJWT({ roles: identity.roles })
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject(identity.customerId ?? '')
      .setAudience(audience)
      .setIssuedAt(issuedAt)
      .setExpirationTime(expiresAt)
      .sign(key);
    return { token, expiresAt: new Date(expiresAt * 1000) };
  }

  return {
    sign(identity) {
      const issuedAt = Math.floor(options.now().getTime() / 1000);
      return signed.getOrSign(identity, issuedAt, () => sign(identity, issuedAt));
    },
    async verify(token) {
      const now = options.now();
      const known = verified.get(token, now);
      if (known !== null) return known;
      const result = await jwtVerify<{ roles: unknown }>(token, key, {
        algorithms: ['HS256'],
        audience,
        currentDate: now,
        requiredClaims: ['sub', 'exp'],
      }).catch(() => null);
      if (result === null) return null;
      const { sub = '', roles, exp = 0 } = result.payload;
      const identity = {
        customerId: sub === '' ? null : sub,
        roles: Array.isArray(roles) ? roles.filter(isStaffRole) : [],
      };
      verified.remember(token, identity, new Date(exp * 1000));
      return identity;
    },
  };
}

/** Tokens of the last second in which one was signed: one identity has the same token for all of it. */
function createSignedTokens(max: number) {
  const entries = new Map<string, Promise<SignedToken>>();
  let second = 0;
  return {
    getOrSign(identity: Identity, issuedAt: number, sign: () => Promise<SignedToken>): Promise<SignedToken> {
      if (issuedAt !== second || entries.size >= max) entries.clear();
      second = issuedAt;
      const name = JSON.stringify([identity.customerId, identity.roles]);
      const known = entries.get(name) ?? sign();
      if (max > 0) entries.set(name, known);
      return known;
    },
  };
}

/**
 * Tokens whose signature held, each until it expires: nothing else about a token can change, as it carries all it says. Only
 * tokens that hold are kept, so nobody fills it with made-up ones.
 */
function createVerifiedTokens(max: number) {
  const entries = new Map<string, { identity: Identity; expiresAt: Date }>();
  return {
    get(token: string, now: Date): Identity | null {
      const entry = entries.get(token);
      if (entry === undefined) return null;
      if (now < entry.expiresAt) return entry.identity;
      entries.delete(token);
      return null;
    },
    remember(token: string, identity: Identity, expiresAt: Date): void {
      for (const oldest of entries.keys()) {
        if (entries.size < max) break;
        entries.delete(oldest);
      }
      if (max > 0) entries.set(token, { identity, expiresAt });
    },
  };
}

function isStaffRole(value: unknown): value is StaffRole {
  return staffRoles.includes(value as StaffRole);
}
