import type { Entity } from '../run.ts';

/** Puts what a fetch brought into what is there. Lists of equal length are merged element by element, others replaced. */
export function merge(target: Entity, source: Entity): void {
  // The same object twice: the entity of two equal representations.
  if (target === source) return;
  for (const key in source) {
    const incoming = source[key];
    if (incoming === undefined) continue;
    const present = target[key];
    if (typeof incoming !== 'object' || incoming === null || typeof present !== 'object' || present === null) {
      target[key] = incoming;
    } else if (Array.isArray(incoming)) {
      if (Array.isArray(present) && present.length === incoming.length) mergeLists(present, incoming);
      else target[key] = incoming;
    } else {
      merge(present as Entity, incoming as Entity);
    }
  }
}

function mergeLists(target: unknown[], source: readonly unknown[]): void {
  if (target === source) return;
  for (const [index, incoming] of source.entries()) {
    const present = target[index];
    if (isObject(present) && isObject(incoming)) merge(present, incoming);
    else if (Array.isArray(present) && Array.isArray(incoming) && present.length === incoming.length)
      mergeLists(present, incoming);
    else target[index] = incoming;
  }
}

export function isObject(value: unknown): value is Entity {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
