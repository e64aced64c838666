import type { CachedEntity } from '../values/cached-entity.ts';
import { awaitLeaders } from './await-leaders.ts';
import { loadFromStore } from './load-from-store.ts';
import type { ReadingContext } from './reading-context.ts';
import type { Claimed } from './tier-access.ts';
import type { Wanted } from './wanted.ts';
import { copyToL1 } from './write-back.ts';

/** What a batch came to. */
export interface BatchRead<Entity> {
  /** Of every key: the entity, null for none, or why it is not known. */
  readonly outcomes: ReadonlyMap<string, Entity | null | Promise<Entity | null>>;
  /** What L1 or L2 had. */
  readonly hits: ReadonlyMap<string, CachedEntity<Entity>>;
}

/**
 * Reads a batch by its keys: from L1; then, what that has not, from L2; then, what that has not, from the store by one call.
 * The order is what makes it sound: a tier's token is taken before anything behind the tier is asked.
 */
export async function readThrough<Id, Entity>(
  context: ReadingContext<Id, Entity>,
  batch: ReadonlyMap<string, Id>,
): Promise<BatchRead<Entity>> {
  const { access, flights, background, recorder } = context;
  const arrived = flights.moment();
  const outcomes = new Map<string, Entity | null | Promise<Entity | null>>();
  const hits = new Map<string, CachedEntity<Entity>>();
  /** Takes what is found, and returns the keys of which nothing is. */
  const take = (tier: string, keys: readonly string[], found: Found<Entity>): string[] => {
    const missing = keys.filter((key) => {
      const cached = found(key);
      if (cached !== undefined) outcomes.set(key, cached.entity);
      if (cached !== undefined && tier !== 'outage') hits.set(key, cached);
      return cached === undefined;
    });
    if (missing.length < keys.length) recorder.hits(tier, keys.length - missing.length);
    return missing;
  };

  const inL1 = await access.l1.read([...batch.keys()]);
  const notRead = take('l1', [...batch.keys()], (key) => inL1?.get(key));
  if (notRead.length === 0) return { outcomes, hits };

  const { l1, outage, token } = await claimNearest(context, { keys: notRead, isL1Bypassed: inL1 === null });
  const notInL1 = take('l1', notRead, (key) => l1?.get(key)?.cached);
  if (notInL1.length === 0) return { outcomes, hits };

  const l2 = await access.l2.claim(notInL1, token);
  const notInL2 = take('l2', notInL1, (key) => l2?.get(key)?.cached);
  const wanted = (key: string): Wanted<Id> => ({
    id: batch.get(key) as Id,
    key,
    tokens: tokensOf(key, { l1, l2, outage }),
    role: roleOf(l2?.get(key), token),
  });
  const copies = notInL1.flatMap((key) => {
    const cached = l2?.get(key)?.cached;
    return cached === undefined ? [] : [{ wanted: wanted(key), cached }];
  });
  if (copies.length > 0) background.run(copyToL1(context, copies));

  const isOutage = l1 === null && l2 === null;
  const missing = isOutage ? take('outage', notInL2, (key) => outage?.get(key)?.cached) : notInL2;
  if (missing.length > 0) {
    recorder.misses(missing.length);
    for (const [key, outcome] of obtain(context, missing.map(wanted), arrived)) outcomes.set(key, outcome);
  }
  return { outcomes, hits };
}

type Found<Entity> = (key: string) => CachedEntity<Entity> | undefined;
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
