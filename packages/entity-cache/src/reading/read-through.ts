import type { CachedEntity } from '../values/cached-entity.ts';
import { isRefreshDue } from '../values/early-refresh.ts';
import { awaitLeaders } from './await-leaders.ts';
import { loadFromStore } from './load-from-store.ts';
import type { ReadingContext } from './reading-context.ts';
import type { Claimed } from './tier-access.ts';
import type { Wanted } from './wanted.ts';
import { copyToL1 } from './write-back.ts';

/** The entity, null for none, or a promise of it that rejects when it cannot be known. */
export type Outcome<Entity> = Entity | null | Promise<Entity | null>;

/** An entity that L1 or L2 had, and whose end is near. */
export interface Due<Id, Entity> {
  readonly id: Id;
  readonly cached: CachedEntity<Entity>;
}

/** Ids and their keys, in the same order. */
export interface Batch<Id> {
  readonly ids: readonly Id[];
  readonly keys: readonly string[];
}

/**
 * Reads a batch: from L1; then, what that has not, from L2; then, what that has not, from the store by one call. The order is
 * what makes it sound: a tier's token is taken before anything behind the tier is asked.
 *
 * @returns the outcomes in the order of the ids, and by their keys what is to be refreshed early
 */
export async function readThrough<Id, Entity>(
  context: ReadingContext<Id, Entity>,
  { ids, keys }: Batch<Id>,
): Promise<{ outcomes: Outcome<Entity>[]; due: Map<string, Due<Id, Entity>> }> {
  const { access, flights, recorder, now, random } = context;
  const arrived = flights.moment();
  const due = new Map<string, Due<Id, Entity>>();
  const missing = new Map<string, Id>();
  const time = now();
  const note = (key: string, hit: Due<Id, Entity>): void => {
    if (isRefreshDue(hit.cached, { now: time, random })) due.set(key, hit);
  };

  const inL1 = await access.l1.read(keys);
  const outcomes: Outcome<Entity>[] = ids.map((id, index) => {
    const key = keys[index] ?? '';
    const cached = inL1?.[index];
    if (cached === undefined) {
      missing.set(key, id);
      return null;
    }
    note(key, { id, cached });
    return cached.entity;
  });
  if (missing.size < ids.length) recorder.hits('l1', ids.length - missing.size);
  if (missing.size === 0) return { outcomes, due };

  const behind = await readBehindL1(context, { missing, arrived, isL1Bypassed: inL1 === null, note });
  for (const [index, key] of keys.entries()) if (missing.has(key)) outcomes[index] = behind.get(key) ?? null;
  return { outcomes, due };
}

/** Claims in L1 and in L2, takes what they have, and has the rest loaded. */
async function readBehindL1<Id, Entity>(
  context: ReadingContext<Id, Entity>,
  options: {
    missing: ReadonlyMap<string, Id>;
    arrived: number;
    isL1Bypassed: boolean;
    note: (key: string, hit: Due<Id, Entity>) => void;
  },
): Promise<Map<string, Outcome<Entity>>> {
  const { access, background, recorder } = context;
  const { missing, arrived, isL1Bypassed, note } = options;
  const outcomes = new Map<string, Outcome<Entity>>();
  /** Takes what the tier has, and returns the keys that it has not. */
  const take = (tier: 'l1' | 'l2' | 'outage', keys: readonly string[], claims: Claims<Entity>): string[] => {
    const left = keys.filter((key) => {
      const cached = claims?.get(key)?.cached;
      if (cached === undefined) return true;
      outcomes.set(key, cached.entity);
      if (tier !== 'outage') note(key, { id: missing.get(key) as Id, cached });
      return false;
    });
    if (left.length < keys.length) recorder.hits(tier, keys.length - left.length);
    return left;
  };

  const { token, l1, outage } = await claimNearest(context, { keys: [...missing.keys()], isL1Bypassed });
  const notInL1 = take('l1', [...missing.keys()], l1);
  if (notInL1.length === 0) return outcomes;

  const l2 = await access.l2.claim(notInL1, token);
  const notInL2 = take('l2', notInL1, l2);
  const wanted = (key: string): Wanted<Id> => ({
    id: missing.get(key) as Id,
    key,
    tokens: tokensOf(key, { l1, l2, outage }),
    role: roleOf(l2?.get(key), token),
  });
  const copies = notInL1.flatMap((key) => {
    const cached = l2?.get(key)?.cached;
    return cached === undefined ? [] : [{ wanted: wanted(key), cached }];
  });
  if (copies.length > 0) background.run(copyToL1(context, copies));

  const left = l1 === null && l2 === null ? take('outage', notInL2, outage) : notInL2;
  if (left.length === 0) return outcomes;
  recorder.misses(left.length);
  for (const [key, outcome] of obtain(context, left.map(wanted), arrived)) outcomes.set(key, outcome);
  return outcomes;
}

type Claims<Entity> = ReadonlyMap<string, Claimed<Entity>> | null;

/** Claims the keys in what lies before L2. */
export async function claimNearest<Id, Entity>(
  { access, createToken }: ReadingContext<Id, Entity>,
  options: { keys: readonly string[]; isL1Bypassed: boolean },
): Promise<{ token: string; l1: Claims<Entity>; outage: Claims<Entity> }> {
  const { keys, isL1Bypassed } = options;
  const token = createToken();
  const [outage, l1] = await Promise.all([
    access.outage.claim(keys, token),
    isL1Bypassed ? null : access.l1.claim(keys, token),
  ]);
  return { token, l1, outage };
}

export function tokensOf<Entity>(
  key: string,
  claims: Record<'l1' | 'l2' | 'outage', Claims<Entity>>,
): Wanted<unknown>['tokens'] {
  const token = (tier: Claims<Entity>): string | null => tier?.get(key)?.token ?? null;
  return { l1: token(claims.l1), l2: token(claims.l2), outage: token(claims.outage) };
}

export function roleOf(slot: Claimed<unknown> | undefined, ownToken: string): Wanted<unknown>['role'] {
  if (slot?.isBare !== true) return 'alone';
  return slot.token === ownToken ? 'leader' : 'follower';
}

/** Joins, waits for or loads what no tier has. Nothing here waits, so that nobody comes between looking and beginning. */
function obtain<Id, Entity>(
  context: ReadingContext<Id, Entity>,
  batch: readonly Wanted<Id>[],
  arrived: number,
): Map<string, Promise<Entity | null>> {
  const outcomes = new Map<string, Promise<Entity | null>>();
  const others = batch.filter((wanted) => {
    const joined = context.flights.join(wanted, arrived);
    if (joined !== null) outcomes.set(wanted.key, joined);
    return joined === null;
  });
  const followers = others.filter(({ role }) => role === 'follower');
  const own = others.filter(({ role }) => role !== 'follower');
  if (own.length > 0) for (const [key, outcome] of loadFromStore(context, own)) outcomes.set(key, outcome);
  if (followers.length > 0) for (const [key, outcome] of awaitLeaders(context, followers)) outcomes.set(key, outcome);
  return outcomes;
}
