import type { CompiledFetch } from '../compile/fetch.ts';
import { merge } from '../compile/merge.ts';
import type { Entity } from '../run.ts';

/** The representations of a step's entities, each sent once, and which entity each of them stands for. */
export interface Representations {
  readonly list: readonly Entity[];
  /** For each entity the place of its representation in the list; -1 for one that the fetch is not for. */
  readonly places: readonly number[];
}

/** Collects what a fetch sends for the given entities. Equal representations are one. */
export function representationsOf(fetch: CompiledFetch, entities: readonly Entity[]): Representations {
  const { represent, rewriteInput } = fetch;
  if (represent === undefined) return { list: [], places: [] };
  const list: Entity[] = [];
  const places: number[] = [];
  const known = new Map<string, number>();
  for (const entity of entities) {
    const representation = represent(entity);
    if (!representation?.['__typename']) {
      places.push(-1);
      continue;
    }
    rewriteInput?.(representation);
    // A single entity has no equal.
    const key = entities.length === 1 ? '' : keyOf(representation);
    let place = known.get(key);
    if (place === undefined) {
      place = list.push(representation) - 1;
      known.set(key, place);
    }
    places.push(place);
  }
  return { list, places };
}

/** Equal for equal representations only. All representations of a fetch are built by one accessor, their keys in one order. */
function keyOf(representation: Entity): string {
  let key = '';
  for (const name in representation) {
    const value = representation[name];
    if (typeof value !== 'string' || value.includes('\n')) return JSON.stringify(representation);
    key += `\n${name}\n${value}`;
  }
  return key;
}

/** Puts the entities that a subgraph sent into those they were asked for. */
export function mergeEntities(options: {
  fetch: CompiledFetch;
  entities: readonly Entity[];
  representations: Representations;
  received: readonly (Entity | null | undefined)[];
}): void {
  const { fetch, entities, representations, received } = options;
  const typed = new Array<boolean>(received.length);
  for (const [index, entity] of entities.entries()) {
    const place = representations.places[index] ?? -1;
    const from = place === -1 ? undefined : received[place];
    if (from === undefined || from === null) continue;
    if (typed[place] !== true) {
      typed[place] = true;
      if (!from['__typename']) from['__typename'] = entity['__typename'];
      fetch.rewriteOutput?.(from);
    }
    merge(entity, from);
  }
}
