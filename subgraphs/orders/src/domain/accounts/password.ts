import { hash, verify } from '@node-rs/argon2';
import { badUserInput } from '@mosaico/service';

const fewestCharacters = 10;
const mostCharacters = 200;

/**
 * Argon2id with the parameters that OWASP's Password Storage Cheat Sheet states: 19 MiB of memory (`memoryCost` counts KiB),
 * two passes, one lane. A hash carries its own parameters, so these can be raised without a migration.
 */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** How passwords are hashed and checked: the one place that costs a noticeable amount of work. */
export interface Passwords {
  readonly hash: (password: string) => Promise<string>;
  readonly verify: (passwordHash: string, password: string) => Promise<boolean>;
}

/** What a login is checked against when there is no password to check it against, made at the same cost from a password that nobody knows. */
export const decoyHash =
  '$argon2id$v=19$m=19456,t=2,p=1$HXYPWThQ6j4q6EqHgEXkVA$N5jSFh1mpGxt0jSHtwBrfmrctNrtaDUK864dOTCR5js';

/** The password's Argon2id hash in PHC string format, with a salt of its own. */
export function hashPassword(password: string): Promise<string> {
  return hash(normalized(password), cost);
}

/** True when the hash was made of this password. */
function verifyPassword(passwordHash: string, password: string): Promise<boolean> {
  return verify(passwordHash, normalized(password));
}

export const argon2Passwords: Passwords = { hash: hashPassword, verify: verifyPassword };

/** Refuses what nobody's password can be, before any work is spent on it. @throws BAD_USER_INPUT */
export function requirePasswordLength(password: string): void {
  const { length } = Array.from(password);
  if (length <= mostCharacters) return;
  throw badUserInput(`password must have at most ${mostCharacters} characters; got ${length}.`);
}

/** What is wrong with a password that somebody has chosen, as a sentence that tells what to do; null when nothing is. */
export function passwordWeakness(password: string, options: { email: string }): string | null {
  const plain = normalized(password).toLowerCase();
  const { length } = Array.from(plain);
  if (length < fewestCharacters) return `Choose a password of at least ${fewestCharacters} characters; got ${length}.`;
  if (plain === options.email) return 'Choose a password that is not your e-mail address.';
  if (new Set(plain).size < 3 || mostGuessed.has(plain))
    return 'This password is among the first that are guessed. Choose another.';
  return null;
}

/** One character has several codings; a keyboard chooses one, another keyboard another. */
function normalized(password: string): string {
  return password.normalize('NFKC');
}

/** The most common passwords of ten characters and more in published leaks. */
const mostGuessed = new Set([
  '0123456789',
  '0987654321',
  '1234567890',
  '12345678910',
  '123456789a',
  '123456789q',
  '1q2w3e4r5t',
  '1q2w3e4r5t6y',
  '1qaz2wsx3edc',
  '9876543210',
  'abcdefghij',
  'administrator',
  'iloveyou123',
  'letmein123',
  'password12',
  'password123',
  'password1234',
  'passw0rd123',
  'q1w2e3r4t5',
  'q1w2e3r4t5y6',
  'qwerty12345',
  'qwerty123456',
  'qwertyuiop',
  'qwertyuiop123',
  'welcome123',
  'zaq12wsxcde3',
]);
