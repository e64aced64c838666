import type { Document } from 'mongodb';

/** A small generator of numbers (mulberry32), so that a seed names a whole run. */
export function createRandom(seed: number) {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (bound: number): number => Math.floor(next() * bound);
  return {
    below,
    chance: (share: number): boolean => next() < share,
    pick: <T>(choices: readonly [T, ...T[]]): T => choices[below(choices.length)] ?? choices[0],
    some: <T>(most: number, make: () => T): T[] => Array.from({ length: below(most + 1) }, make),
  };
}

export type Random = ReturnType<typeof createRandom>;

/** Few distinct values of all types, so that they often meet. */
function randomValue(random: Random): unknown {
  return random.pick<() => unknown>([
    () => random.below(6),
    () => random.below(6),
    () => random.below(6) / 2 - 1,
    () => random.pick(['a', 'ab', 'abc', 'b', 'B', '', '\u{1f600}', '\uffee']),
    () => random.pick(['a', 'ab', 'abc', 'b', 'B']),
    () => null,
    () => random.chance(0.5),
    () => new Date(random.below(4) * 1000),
    () => Buffer.from([random.below(2)]),
    () => ({ x: random.below(3) }),
  ])();
}

/** Documents with scalars, objects, arrays, arrays of objects and arrays of arrays at the same paths. */
export function randomDocument(random: Random, _id: number): Document {
  const field = (): unknown =>
    random.pick<() => unknown>([
      () => randomValue(random),
      () => randomValue(random),
      () => random.some(3, () => randomValue(random)),
      () => ({ b: randomValue(random), c: randomValue(random) }),
      () =>
        random.some(3, () =>
          random.chance(0.8) ? { b: randomValue(random), c: randomValue(random) } : randomValue(random),
        ),
      () => [random.some(2, () => randomValue(random))],
    ])();
  return {
    _id,
    ...(random.chance(0.85) ? { a: field() } : {}),
    ...(random.chance(0.85) ? { s: randomValue(random) } : {}),
    n: random.below(8),
  };
}

const paths = ['a', 'a.b', 'a.c', 's', 'n', '_id'] as const;

export function randomFilter(random: Random, depth = 0): Document {
  const conditions = random.some(depth === 0 ? 3 : 2, () => randomCondition(random));
  const filter: Document = Object.assign({}, ...conditions) as Document;
  if (depth < 2 && random.chance(0.3)) {
    const branches = Array.from({ length: 1 + random.below(3) }, () => randomFilter(random, depth + 1));
    filter[random.pick(['$or', '$and', '$or', '$nor'])] = branches;
  }
  return filter;
}

function randomCondition(random: Random): Document {
  const path = random.pick(paths);
  if (path === '_id')
    return { _id: random.pick<() => unknown>([() => random.below(300), () => ({ $lt: random.below(300) })])() };
  // Two elements of one array may meet the two.
  if (path === 'a.c' && random.chance(0.5)) return { 'a.b': random.below(6), 'a.c': random.below(6) };
  return { [path]: randomTest(random) };
}

function randomTest(random: Random): unknown {
  const value = (): unknown => randomValue(random);
  return random.pick<() => unknown>([
    value,
    value,
    () => [value()],
    () => ({ [random.pick(['$gt', '$gte', '$lt', '$lte', '$ne'])]: value() }),
    () => ({ $gt: random.below(4), $lt: 1 + random.below(5) }),
    () => ({ $in: random.some(3, value) }),
    () => ({ $nin: random.some(2, value) }),
    () => ({ $all: random.some(2, value) }),
    () => ({ $exists: random.chance(0.5) }),
    () => random.pick([/^a/, /^ab/, /^b|a/, /b$/, /^A/i]),
    () => ({ $elemMatch: { $gte: random.below(3), $lt: 2 + random.below(4) } }),
    () => ({ $elemMatch: { b: value(), ...(random.chance(0.3) ? { c: { $gte: random.below(3) } } : {}) } }),
    () => ({ $not: { $gt: random.below(5) } }),
    () => ({ $size: random.below(3) }),
  ])();
}

/** Always down to one order: the `_id` comes last. */
export function randomSort(random: Random): Record<string, 1 | -1> {
  const direction = (): 1 | -1 => random.pick([1, -1]);
  const first = random.some(2, () => random.pick(['s', 'n', 'a'] as const));
  return { ...Object.fromEntries(first.map((path) => [path, direction()])), _id: direction() };
}
