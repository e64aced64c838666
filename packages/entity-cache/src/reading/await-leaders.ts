import { loadFromStore } from './load-from-store.ts';
import type { ReadingContext } from './reading-context.ts';
import type { Wanted } from './wanted.ts';
import { copyToL1, type Found } from './write-back.ts';

/** Between looks at what another process loads: soon at first, since most loads are short, then each time twice as long. */
const firstLookMs = 4;

/**
 * Waits, with a bound, for what other processes have claimed in L2 and load. Each look claims anew, so that a claim that was
 * given back, or whose entity has been invalidated, falls to whoever looks first. What is not there when the bound is reached,
 * or when L2 is gone, is loaded here: the leader may be dead.
 *
 * @returns each key's outcome, as of `loadFromStore`
 */
export function awaitLeaders<Id, Entity>(
  context: ReadingContext<Id, Entity>,
  followers: readonly Wanted<Id>[],
): Map<string, Promise<Entity | null>> {
  const { access, flights, background, timing, sleep, createToken } = context;
  const waits = new Map(followers.map(({ key }) => [key, Promise.withResolvers<Entity | null>()]));
  const ends = followers.map(({ key, tokens }) => {
    const outcome = waits.get(key)?.promise ?? Promise.resolve(null);
    return flights.begin(key, { tokens, isWaiting: true, outcome });
  });
  const load = (batch: readonly Wanted<Id>[]): void => {
    if (batch.length === 0) return;
    for (const [key, outcome] of loadFromStore(context, batch)) waits.get(key)?.resolve(outcome);
  };

  /** What is still to be waited for. */
  async function look(waiting: readonly Wanted<Id>[]): Promise<Wanted<Id>[] | null> {
    const token = createToken();
    const slots = await access.l2.claim(
      waiting.map(({ key }) => key),
      token,
    );
    if (slots === null) return null;
    const found: Found<Id, Entity>[] = [];
    const seen = waiting.flatMap((wanted): Wanted<Id>[] => {
      const slot = slots.get(wanted.key);
      if (slot?.cached === undefined) {
        const tokens = { ...wanted.tokens, l2: slot?.token ?? null };
        return [{ ...wanted, tokens, role: slot?.token === token ? 'leader' : 'follower' }];
      }
      found.push({ wanted, cached: slot.cached });
      waits.get(wanted.key)?.resolve(slot.cached.entity);
      return [];
    });
    load(seen.filter(({ role }) => role === 'leader'));
    if (found.length > 0) background.run(copyToL1(context, found));
    return seen.filter(({ role }) => role === 'follower');
  }

  async function work(): Promise<void> {
    let waiting = followers;
    let waitedMs = 0;
    for (let lookMs = firstLookMs; waiting.length > 0 && waitedMs < timing.waitMs; lookMs *= 2) {
      const pauseMs = Math.min(lookMs, timing.waitMs - waitedMs);
      await sleep(pauseMs);
      waitedMs += pauseMs;
      const left = await look(waiting);
      if (left === null) break;
      waiting = left;
    }
    load(waiting);
    for (const end of ends) end();
  }
  background.run(work());
  return new Map([...waits].map(([key, { promise }]) => [key, promise]));
}
