import { queryFailed } from '../../../errors.ts';
import { show } from '../../../checks/plain.ts';

/** An operator as a function of its evaluated arguments. */
export type Operation = (args: readonly unknown[]) => unknown;

export const isNullish = (value: unknown): value is null | undefined => value === null || value === undefined;

export function asNumber(operator: string, value: unknown): number {
  if (typeof value !== 'number') throw queryFailed(`${operator} needs numbers, got ${show(value)}.`);
  return value;
}

export function asArray(operator: string, value: unknown): unknown[] {
  if (!Array.isArray(value)) throw queryFailed(`${operator} needs an array, got ${show(value)}.`);
  return value;
}
