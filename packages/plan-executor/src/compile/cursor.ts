import type { ResponsePath } from '@apollo/query-planner';
import { isObject } from './merge.ts';
import type { Cursor, Entity, Path } from '../run.ts';

/** Moves a cursor down a path of a Flatten node, in which `@` stands for each element of a list. */
export function compileMove(path: ResponsePath): (cursor: Cursor) => Cursor {
  return (cursor) => {
    const entities: Entity[] = [];
    for (const entity of cursor.entities) collect(entity, path, 0, entities);
    return { path: cursor.path.length === 0 ? path : [...cursor.path, ...path], entities };
  };
}

function collect(value: unknown, path: ResponsePath, depth: number, found: Entity[]): void {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    // A path tells of each list; a list that it does not tell of is gone through all the same.
    const below = path[depth] === '@' ? depth + 1 : depth;
    for (const element of value) collect(element, path, below, found);
  } else if (depth === path.length) {
    found.push(value as Entity);
  } else {
    collect((value as Entity)[path[depth] as string], path, depth + 1, found);
  }
}

/** Where each entity of a cursor stands in the data: in the cursor's order. Walked only when there is an error to place. */
export function placesOf(data: Entity, path: Path): Path[] {
  const places: Path[] = [];
  const at: (string | number)[] = [];
  const visit = (value: unknown, depth: number): void => {
    if (Array.isArray(value)) {
      const below = path[depth] === '@' ? depth + 1 : depth;
      for (const [index, element] of value.entries()) {
        at.push(index);
        visit(element, below);
        at.pop();
      }
    } else if (isObject(value)) {
      const step = path[depth];
      if (step === undefined) {
        places.push([...at]);
        return;
      }
      at.push(step);
      visit(value[step], depth + 1);
      at.pop();
    }
  };
  visit(data, 0);
  return places;
}
