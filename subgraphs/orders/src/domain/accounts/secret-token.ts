import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits in base64url: what nobody guesses. */
export function randomToken(): string {
  return randomBytes(32).toString('base64url');
}

/** As a token is kept: from it nobody gets the token back. A token is random enough that a hash without salt will do. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
