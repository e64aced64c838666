import { loadFromStore } from './load-from-store.ts';
import type { ReadingContext } from './reading-context.ts';
import { claimNearest, tokensOf, type Due } from './read-through.ts';
import type { Wanted } from './wanted.ts';
import { copyToL1, type Found } from './write-back.ts';

/**
 * Loads entities anew beside the answers that found them near their end; each once at a time in this process.
 */
export function createEarlyRefresh<Id, Entity>(
  context: ReadingContext<Id, Entity>,
): (due: ReadonlyMap<string, Due<Id, Entity>>) => void {
  const { access, background, recorder } = context;
  const refreshing = new Set<string>();

  async function refresh(due: ReadonlyMap<string, Due<Id, Entity>>): Promise<void> {
    const keys = [...due.keys()];
    const { token, l1, outage } = await claimNearest(context, { keys, isL1Bypassed: false });
    const l2 = await access.l2.claim(keys, token);
    const copies: Found<Id, Entity>[] = [];
    const loads: Wanted<Id>[] = [];
    for (const [key, { id, cached }] of due) {
      const slot = l2?.get(key);
      const role = slot?.token === token ? 'leader' : 'alone';
      const wanted: Wanted<Id> = { id, key, role, tokens: tokensOf(key, { l1, l2, outage }) };
      const isNewer = (slot?.cached?.freshUntil ?? 0) > cached.freshUntil;
      if (slot?.cached !== undefined && isNewer) copies.push({ wanted, cached: slot.cached });
      // Who has claimed it loads it.
      else if (slot?.isBare !== true || role === 'leader') loads.push(wanted);
    }
    recorder.refreshes(loads.length);
    if (loads.length > 0) await Promise.allSettled(loadFromStore(context, loads).values());
    if (copies.length > 0) await copyToL1(context, copies);
    for (const key of keys) refreshing.delete(key);
  }

  return (due) => {
    const begun = new Map([...due].filter(([key]) => !refreshing.has(key)));
    if (begun.size === 0) return;
    for (const key of begun.keys()) refreshing.add(key);
    background.run(refresh(begun));
  };
}
