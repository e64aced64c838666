type Path = readonly (string | number)[];

/**
 * The part of an error's path that is in the answer. A plan also fetches what the client did not ask for, such as the prices
 * behind a subtotal; an error of such a field stands at the nearest thing above it that the client did ask for.
 */
export function pathInAnswer(path: Path, data: unknown): Path {
  let at = data;
  for (const [depth, step] of path.entries()) {
    // Whatever stood below a null, the null stands for it.
    if (at === null || at === undefined) return path;
    if (typeof at !== 'object' || !Object.hasOwn(at, step)) return path.slice(0, depth);
    at = (at as Record<string | number, unknown>)[step];
  }
  return path;
}
