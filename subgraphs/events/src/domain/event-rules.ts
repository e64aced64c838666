import { badUserInput, shortened } from '@mosaico/service';
import { isShopType } from './shop-types.ts';

/** Throws BAD_USER_INPUT with what was required and what arrived unless the value holds the rule. `place` names it for the client. */
type Rule<Value> = (place: string, value: Value) => void;

const wordsJoinedByDots = /^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$/;

/** Also the rule for a measure's name, since a measure is named after the type it counts. */
export const requireEventType: Rule<string> = (place, value) => {
  if (value.length <= 64 && wordsJoinedByDots.test(value)) return;
  throw refused(place, 'lower-case words joined by dots, 1 to 64 characters, such as "product.viewed"', value);
};

/** What the shop itself records is not for a visitor to say: who counts orders would count them, too. */
export const requireVisitorsType: Rule<string> = (place, value) => {
  requireEventType(place, value);
  if (!isShopType(value)) return;
  throw refused(place, 'a type that the shop does not record itself', value);
};

export const requireEventId: Rule<string> = (place, value) => {
  if (isPlainText(value, 1, 64)) return;
  throw refused(place, '1 to 64 characters without control characters', value);
};

export const requireSessionId: Rule<string> = (place, value) => {
  if (isPlainText(value, 8, 64)) return;
  throw refused(place, '8 to 64 characters without control characters', value);
};

export const requireProductId: Rule<string> = (place, value) => {
  if (/^[0-9a-f]{24}$/.test(value)) return;
  throw refused(place, "a product's id, 24 hexadecimal digits", value);
};

/** Sums stay finite and exact to a cent: no single event may drown the others. */
export const requireValue: Rule<number> = (place, value) => {
  if (Math.abs(value) <= 1e9) return;
  throw refused(place, 'a number from -1,000,000,000 to 1,000,000,000', value);
};

const oldestMs = 30 * 86_400_000;

export function requireEventTime(place: string, value: Date, now: Date): void {
  const age = now.getTime() - value.getTime();
  if (age >= 0 && age <= oldestMs) return;
  throw refused(place, 'a time not in the future and at most 30 days ago', value);
}

export const requireProperties: Rule<readonly { name: string; value: string }[]> = (place, properties) => {
  if (properties.length > 20) throw badUserInput(`${place} must be up to 20; got ${properties.length}.`);
  for (const [index, { name, value }] of properties.entries()) {
    if (!isPlainText(name, 1, 60)) {
      throw refused(`${place}[${index}].name`, '1 to 60 characters without control characters', name);
    }
    if (!isText(value, 300)) throw refused(`${place}[${index}].value`, 'up to 300 characters of text', value);
  }
};

function refused(place: string, required: string, value: unknown) {
  return badUserInput(`${place} must be ${required}; got ${shortened(value)}.`);
}

function isPlainText(value: string, least: number, most: number): boolean {
  return isText(value, most) && lengthOf(value) >= least && !/\p{Cc}/u.test(value);
}

/** Half of a surrogate pair and U+0000 are no text: a store would keep another one than was sent, or cut it. */
function isText(value: string, most: number): boolean {
  return value.length <= 2 * most && value.isWellFormed() && !value.includes('\0') && lengthOf(value) <= most;
}

/** In characters as Unicode counts them: an emoji is one, where JavaScript's `length` says two. */
function lengthOf(text: string): number {
  return Array.from(text).length;
}
