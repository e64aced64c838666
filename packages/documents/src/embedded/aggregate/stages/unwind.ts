import { type Fields, isPlainObject } from '../../../checks/plain.ts';
import { compileUnset } from './project.ts';

/** One document for each element of the array at the path; what is not an array is its own only element. */
export function unwind(documents: readonly Fields[], specification: unknown): Fields[] {
  const given = typeof specification === 'string' ? { path: specification } : (specification as Fields);
  const { path, preserveNullAndEmptyArrays: preserves, includeArrayIndex } = given as { path: string } & Fields;
  const parts = path.slice(1).split('.');
  const unset = compileUnset([parts.join('.')]);

  const numbered = (document: Fields, index: number | null): Fields =>
    typeof includeArrayIndex === 'string' ? replaceAt(document, includeArrayIndex.split('.'), index) : document;

  return documents.flatMap((document) => {
    const value = valueAt(document, parts);
    if (Array.isArray(value) && value.length > 0) {
      return value.map((element: unknown, index) => numbered(replaceAt(document, parts, element), index));
    }
    if (value !== undefined && value !== null && !Array.isArray(value)) return [numbered(document, null)];
    if (preserves !== true) return [];
    return [numbered(Array.isArray(value) ? unset(document) : document, null)];
  });
}

function valueAt(document: Fields, parts: readonly string[]): unknown {
  let value: unknown = document;
  for (const part of parts) value = isPlainObject(value) ? value[part] : undefined;
  return value;
}

/** A copy of the document with another value at the path. */
function replaceAt(document: Fields, [first = '', ...rest]: readonly string[], value: unknown): Fields {
  if (rest.length === 0) return { ...document, [first]: value };
  const inner = document[first];
  return { ...document, [first]: replaceAt(isPlainObject(inner) ? inner : {}, rest, value) };
}
