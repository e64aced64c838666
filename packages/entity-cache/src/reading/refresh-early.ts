import type { CachedEntity } from '../values/cached-entity.ts';
import { isRefreshDue } from '../values/early-refresh.ts';
import { loadFromStore } from './load-from-store.ts';
import type { ReadingContext } from './reading-context.ts';
import { claimNearest, tokensOf } from './read-through.ts';
import type { Wanted } from './wanted.ts';
import { copyToL1, type Found } from './write-back.ts';

/**
 * Loads anew, beside the answer, those of a batch's hits whose end is near; each key once at a time in this process.
 *
 * @returns what does it for one batch
 */
export function createEarlyRefresh<Id, Entity>(
  context: ReadingContext<Id, Entity>,
): (batch: ReadonlyMap<string, Id>, hits: ReadonlyMap<string, CachedEntity<Entity>>) => void {
  const { access, background, recorder, now, random } = context;
  const refreshing = new Set<string>();

  async function refresh(keys: readonly string[], batch: ReadonlyMap<string, Id>, hits: Hits<Entity>): Promise<void> {
    const { token, l1, outage } = await claimNearest(context, { keys, isL1Bypassed: false });
    const l2 = await access.l2.claim(keys, token);
    const copies: Found<Id, Entity>[] = [];
    const loads: Wanted<Id>[] = [];
    for (const key of keys) {
      const slot = l2?.get(key);
      const role = slot?.token === token ? 'leader' : 'alone';
      const wanted: Wanted<Id> = { id: batch.get(key) as Id, key, role, tokens: tokensOf(key, { l1, l2, outage }) };
      const isNewer = (slot?.cached?.freshUntil ?? 0) > (hits.get(key)?.freshUntil ?? 0);
      if (slot?.cached !== undefined && isNewer) copies.push({ wanted, cached: slot.cached });
      // Who has claimed it loads it.
      else if (slot?.isBare !== true || role === 'leader') loads.push(wanted);
    }
    recorder.refreshes(loads.length);
    if (loads.length > 0) await Promise.allSettled(loadFromStore(context, loads).values());
    if (copies.length > 0) await copyToL1(context, copies);
    for (const key of keys) refreshing.delete(key);
  }

  return (batch, hits) => {
    const due = [...hits].flatMap(([key, cached]) => {
      const isDue = isRefreshDue(cached, { now: now(), random: random() });
      return isDue && !refreshing.has(key) ? [key] : [];
    });
    if (due.length === 0) return;
    for (const key of due) refreshing.add(key);
    background.run(refresh(due, batch, hits));
  };
}

type Hits<Entity> = ReadonlyMap<string, CachedEntity<Entity>>;
