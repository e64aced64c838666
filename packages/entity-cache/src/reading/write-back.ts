import type { CachedEntity } from '../values/cached-entity.ts';
import { jittered, type ReadingContext } from './reading-context.ts';
import type { Wanted } from './wanted.ts';

/** A value, and the tokens under which it may be stored. */
export interface Found<Id, Entity> {
  readonly wanted: Wanted<Id>;
  readonly cached: CachedEntity<Entity>;
}

/** Copies to L1 what L2 had, for no longer than L2 has it. */
export async function copyToL1<Id, Entity>(
  context: ReadingContext<Id, Entity>,
  found: readonly Found<Id, Entity>[],
): Promise<void> {
  await writeTo('l1', context, found);
}

/** Writes to every tier what the store said, each in one pipeline. */
export async function writeBack<Id, Entity>(
  context: ReadingContext<Id, Entity>,
  found: readonly Found<Id, Entity>[],
): Promise<void> {
  await Promise.all([writeTo('outage', context, found), writeTo('l1', context, found), writeTo('l2', context, found)]);
}

async function writeTo<Id, Entity>(
  tier: 'l1' | 'l2' | 'outage',
  { access, timing, now, random }: ReadingContext<Id, Entity>,
  found: readonly Found<Id, Entity>[],
): Promise<void> {
  const longestMs = { l1: timing.l1TtlMs, l2: Infinity, outage: timing.outageTtlMs }[tier];
  const entries = found.flatMap(({ wanted: { key, tokens }, cached: { text, freshUntil } }) => {
    const token = tokens[tier];
    const ttlMs = Math.floor(Math.min(jittered(longestMs, random), freshUntil - now()));
    // Clocks differ: another process's value may be over by ours.
    return token === null || ttlMs < 1 ? [] : [{ key, token, value: text, ttlMs }];
  });
  await access[tier].put(entries);
}
