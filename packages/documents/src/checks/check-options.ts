import { invalidArgument } from '../errors.ts';
import { isPlainObject, show } from './plain.ts';

/** Refuses what is not an options object and any option with another name, so that a typing error is never a silent default. */
export function checkOptions(method: string, options: unknown, known: readonly string[]): void {
  if (options === undefined) return;
  if (!isPlainObject(options)) throw invalidArgument(`${method} takes an options object, got ${show(options)}.`);
  for (const name of Object.keys(options)) {
    if (!known.includes(name)) {
      throw invalidArgument(`${method} has no option "${name}"; it takes ${known.join(', ') || 'none'}.`);
    }
  }
}

export function checkBoolean(method: string, name: string, value: unknown): void {
  if (value !== undefined && typeof value !== 'boolean') {
    throw invalidArgument(`${method}: ${name} must be true or false, got ${show(value)}.`);
  }
}

export function checkInteger(what: string, value: unknown, least: number): void {
  if (!Number.isSafeInteger(value) || (value as number) < least) {
    throw invalidArgument(`${what} must be an integer of at least ${least}, got ${show(value)}.`);
  }
}

export function checkString(what: string, value: unknown): asserts value is string {
  if (typeof value !== 'string' || value === '') {
    throw invalidArgument(`${what} must be a non-empty string, got ${show(value)}.`);
  }
}
