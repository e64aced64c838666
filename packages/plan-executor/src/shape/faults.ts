/**
 * What is wrong with values that subgraphs sent, collected while an answer is shaped. A fault begins at its own key and gets
 * the keys above it as the functions that found it return: paths cost nothing while nothing is wrong.
 */
export interface Fault {
  readonly message: string;
  readonly path: (string | number)[];
}

/** Puts a key before the paths of the faults found below it, which are those from a count on. */
export function placeBelow(faults: readonly Fault[], from: number, key: string | number): void {
  for (const fault of faults.slice(from)) fault.path.unshift(key);
}

/** A value that its type does not allow: the field becomes null. */
export function invalidValue(faults: Fault[], key: string | number, where: string): null {
  faults.push({ message: `Invalid value found for ${placed(where, key)}.`, path: [key] });
  return null;
}

/** A null where none may be. Nothing is added when what made it null is known already. */
export function nullValue(faults: Fault[], from: number, key: string | number, where: string): void {
  if (faults.length === from)
    faults.push({ message: `Cannot return null for non-nullable ${placed(where, key)}.`, path: [key] });
}

/** How faults name the place of a field. */
export const fieldOf = (type: string, responseName: string) => `field ${type}.${responseName}`;

/** An element of a list is named by its index too. */
function placed(where: string, key: string | number): string {
  return typeof key === 'number' ? `${where} at index ${key}` : where;
}
