/**
 * Makes a function from generated source. Names that come from operations reach the source as JSON strings only, and the
 * values the source refers to are handed over by name.
 * @throws where the process forbids code from strings (`--disallow-code-generation-from-strings`): the caller falls back.
 */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- Only the caller knows what its source makes.
export function makeFunction<Made>(source: string, values: Readonly<Record<string, unknown>> = {}): Made {
  const names = Object.keys(values);
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- The point of this package: a plan becomes code once.
  const make = new Function(...names, `'use strict'; return ${source};`) as (...given: unknown[]) => Made;
  return make(...names.map((name) => values[name]));
}

/** A name as it may stand in generated source. */
export function quoted(name: string): string {
  return JSON.stringify(name);
}

/** Names that every object has: what is read under them may come from its prototype. */
export function isNameOfPrototype(name: string): boolean {
  return name in Object.prototype;
}
