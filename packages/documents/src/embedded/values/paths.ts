import { isPlainObject } from '../../checks/plain.ts';

/** A dotted path, taken apart once. */
export interface Path {
  readonly parts: readonly string[];
}

export function parsePath(path: string): Path {
  return { parts: path.split('.') };
}

type Visit = (value: unknown) => boolean;

/**
 * Calls `visit` with each value that a filter's path reaches in the document, until it returns true; undefined where
 * a document or an element that is an object lacks the path. Arrays on the way are entered (one level for each part),
 * elements that are not objects are passed over, and a part that is a number is also a position. The value at the end
 * of the path comes as it is: an array there is one value.
 */
export function someAt(document: unknown, { parts }: Path, visit: Visit): boolean {
  return walk({ parts, visit, visitElement: visit }, document, 0);
}

/** As `someAt`, but an array at the end of the path (unless reached by position) comes as its elements, then as itself. */
export function someValueAt(document: unknown, { parts }: Path, visit: Visit): boolean {
  const visitAll: Visit = (value) => (Array.isArray(value) && value.some(visit)) || visit(value);
  return walk({ parts, visit: visitAll, visitElement: visit }, document, 0);
}

interface Walk {
  readonly parts: readonly string[];
  readonly visit: Visit;
  readonly visitElement: Visit;
}

function walk(path: Walk, holder: unknown, at: number): boolean {
  const last = path.parts.length - 1;
  const value = fieldOf(holder, path.parts[at] as string);
  if (at === last) return path.visit(value);
  if (!Array.isArray(value)) return isPlainObject(value) ? walk(path, value, at + 1) : path.visit(undefined);

  const position = positionOf(path.parts[at + 1] as string);
  return value.some((element: unknown, index) => {
    if (isPlainObject(element) && walk(path, element, at + 1)) return true;
    if (index !== position) return false;
    if (at + 1 === last) return path.visitElement(element);
    return (isPlainObject(element) || Array.isArray(element)) && walk(path, element, at + 2);
  });
}

/** A field of an object, or an element of an array by its position. */
function fieldOf(holder: unknown, part: string): unknown {
  if (Array.isArray(holder)) {
    const position = positionOf(part);
    return position === undefined ? undefined : (holder as unknown[])[position];
  }
  return isPlainObject(holder) && Object.hasOwn(holder, part) ? holder[part] : undefined;
}

/** The number that a part of a path is, if it is one. */
export function positionOf(part: string): number | undefined {
  return /^(0|[1-9]\d*)$/.test(part) ? Number(part) : undefined;
}
