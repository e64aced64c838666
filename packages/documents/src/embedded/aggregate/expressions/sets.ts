import { encodeValue } from '../../values/encode.ts';
import { asArray, isNullish, type Operation } from './operation.ts';

/** Arrays as sets; the order of a set is not promised. A null argument makes null. */
export const sets: Record<string, Operation> = {
  $setUnion: (args) => orNull(args, '$setUnion', (all) => [...new Map(all.flatMap((one) => [...one])).values()]),
  $setIntersection: (args) =>
    orNull(args, '$setIntersection', ([first = new Map<string, unknown>(), ...others]) =>
      [...first].filter(([key]) => others.every((other) => other.has(key))).map(([, value]) => value),
    ),
  $setDifference: (args) =>
    orNull(args, '$setDifference', ([first, second]) =>
      [...(first ?? [])].filter(([key]) => second?.has(key) === false).map(([, value]) => value),
    ),
  $setIsSubset: ([subset, whole]) => {
    const all = toSet('$setIsSubset', whole);
    return [...toSet('$setIsSubset', subset).keys()].every((key) => all.has(key));
  },
};

type ValueSet = Map<string, unknown>;

function orNull(
  args: readonly unknown[],
  operator: string,
  combine: (given: ValueSet[]) => unknown[],
): unknown[] | null {
  return args.some(isNullish) ? null : combine(args.map((argument) => toSet(operator, argument)));
}

function toSet(operator: string, value: unknown): ValueSet {
  return new Map(asArray(operator, value).map((element) => [encodeValue(element).toString('latin1'), element]));
}
