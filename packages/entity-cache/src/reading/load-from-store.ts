import { encodeCached, type CachedEntity } from '../values/cached-entity.ts';
import { jittered, type ReadingContext } from './reading-context.ts';
import type { Wanted } from './wanted.ts';
import { writeBack, type Found } from './write-back.ts';

/**
 * Asks the store for a batch, once, and writes what it says to every tier under the tokens that were taken before. Answers do
 * not wait for the writing. A flight begins for each key before the store is asked, and ends when its value is written.
 *
 * @returns each key's outcome: the entity, null for none, or why it is not known
 */
export function loadFromStore<Id, Entity>(
  context: ReadingContext<Id, Entity>,
  batch: readonly Wanted<Id>[],
): Map<string, Promise<Entity | null>> {
  const { flights, background } = context;
  const loads = batch.map((wanted) => ({ wanted, ...Promise.withResolvers<Entity | null>() }));
  const ends = loads.map(({ wanted: { key, tokens }, promise }) =>
    flights.begin(key, { tokens, isWaiting: false, outcome: promise }),
  );

  async function work(): Promise<void> {
    const found: Found<Id, Entity>[] = [];
    const notStored: Wanted<Id>[] = [];
    const asked = await ask(context, batch);
    for (const { wanted, resolve, reject } of loads) {
      const outcome = 'failure' in asked ? asked : toCached(context, asked, wanted);
      const cached = 'failure' in outcome ? undefined : outcome.cached;
      if (cached === undefined) notStored.push(wanted);
      else found.push({ wanted, cached });
      if ('failure' in outcome) reject(outcome.failure);
      else resolve(outcome.entity);
    }
    await Promise.all([writeBack(context, found), giveBack(context, notStored)]);
    for (const end of ends) end();
  }
  background.run(work());
  return new Map(loads.map(({ wanted, promise }) => [wanted.key, promise]));
}

interface Answer<Entity> {
  readonly rows: ReadonlyMap<string, Entity>;
  readonly loadMs: number;
}

async function ask<Id, Entity>(
  { load, keyOf, recorder, now }: ReadingContext<Id, Entity>,
  batch: readonly Wanted<Id>[],
): Promise<Answer<Entity> | { failure: unknown }> {
  const started = now();
  try {
    const rows = await load(batch.map(({ id }) => id));
    const loadMs = now() - started;
    recorder.load(loadMs, 'loaded');
    return { rows: new Map(rows.map((row) => [String(keyOf(row)), row])), loadMs };
  } catch (failure) {
    recorder.load(now() - started, 'failed');
    return { failure };
  }
}

/** What the answer says of one key; with `cached` unless that is too large to be kept. */
function toCached<Id, Entity>(
  { timing, maxValueBytes, recorder, now, random }: ReadingContext<Id, Entity>,
  { rows, loadMs }: Answer<Entity>,
  { id }: Wanted<Id>,
): { entity: Entity | null; cached?: CachedEntity<Entity> } | { failure: unknown } {
  const entity = rows.get(String(id)) ?? null;
  const freshUntil = now() + jittered(entity === null ? timing.absentTtlMs : timing.l2TtlMs, random);
  try {
    const text = encodeCached({ entity, freshUntil, loadMs });
    if (Buffer.byteLength(text) <= maxValueBytes) return { entity, cached: { entity, freshUntil, loadMs, text } };
    recorder.refusals('any', 1);
    return { entity };
  } catch (failure) {
    return { failure };
  }
}

/** Who waits for this process to store something is not to wait in vain. */
async function giveBack<Id, Entity>(
  { access }: ReadingContext<Id, Entity>,
  batch: readonly Wanted<Id>[],
): Promise<void> {
  const claims = batch.flatMap(({ key, tokens, role }) =>
    role === 'leader' && tokens.l2 !== null ? [{ key, token: tokens.l2 }] : [],
  );
  await access.l2.release(claims);
}
