import type { Fields } from '../../checks/plain.ts';
import type { IndexDefinition } from '../indexes/index-definition.ts';
import type { KeyField } from '../indexes/index-keys.ts';
import { invert } from '../values/encode.ts';
import { above, type Interval, intersection, union } from './intervals.ts';
import { type Demands, demandsOf, type Term } from './terms.ts';

/** Keys of an index from `low` up to, not including, `high`. */
type KeyRange = Pick<Interval, 'low' | 'high'>;

/** A way to read an index so that no matching document is missed. */
export interface IndexScan {
  readonly index: IndexDefinition;
  /** In the order of the index, without overlaps. */
  readonly ranges: readonly KeyRange[];
  /** How many fields of the index narrow the ranges. 0: the whole index is read. */
  readonly bounded: number;
  /** How many of them, from the first, have one value throughout. */
  readonly pinned: number;
  /** The paths at which every document found has one and the same value. */
  readonly constant: ReadonlySet<string>;
  readonly terms: ReadonlySet<Term>;
  /** Whether each range is one whole key, so that a unique index finds at most one document in it. */
  readonly exact: boolean;
}

/** More key ranges than this are not made by combining the values of several fields. */
const mostCombinations = 2_000;

/**
 * The ways to read the index for a filter. Where documents have arrays at a path, two conditions on it may be met by two
 * different elements, so only one of them may narrow a scan: there is a way for each.
 */
export function scansOf(index: IndexDefinition, demands: Demands): IndexScan[] {
  const scans = narrow(index, demands.terms);
  return scans.flatMap((scan) => [
    scan,
    ...demands.alternatives.flatMap((branches) => branchScan(scan, demands, branches)),
  ]);
}

/** The same way, narrowed further by an `$or` each branch of which narrows it. */
function branchScan(scan: IndexScan, demands: Demands, branches: readonly Fields[]): IndexScan[] {
  const { index } = scan;
  const parts = branches.map((branch) => {
    const inner = demandsOf(branch);
    const own = new Set(inner.terms);
    const terms = [...demands.terms, ...inner.terms].filter(
      (term) => scan.terms.has(term) || own.has(term) || !isMultikey(index, term.path),
    );
    return narrow(index, terms)
      .filter((part) => [...scan.terms].every((term) => part.terms.has(term)))
      .filter((part) => [...part.terms].some((term) => own.has(term)))
      .reduce<IndexScan | undefined>((best, part) => (best && best.bounded >= part.bounded ? best : part), undefined);
  });
  const known = parts.filter((part) => part !== undefined);
  if (known.length < branches.length) return [];
  const ranges = union(known.flatMap((part) => part.ranges));
  const bounded = Math.min(...known.map((part) => part.bounded));
  return [{ ...scan, ranges, bounded, exact: known.every(({ exact }) => exact) }];
}

interface Progress {
  readonly prefixes: readonly Buffer[];
  readonly bounded: number;
  readonly pinned: number;
  readonly constant: readonly string[];
  readonly terms: readonly Term[];
  /** Whether an array has been taken apart. The other paths into it are about other elements. */
  readonly enteredArray: boolean;
}

const start: Progress = {
  prefixes: [Buffer.alloc(0)],
  bounded: 0,
  pinned: 0,
  constant: [],
  terms: [],
  enteredArray: false,
};

function narrow(index: IndexDefinition, terms: readonly Term[], progress = start): IndexScan[] {
  const { prefixes, bounded } = progress;
  const field = index.fields[bounded];
  const end = (ranges: readonly KeyRange[], exact: boolean, last: Partial<Progress> = {}): IndexScan => ({
    index,
    ranges: union(ranges),
    exact,
    bounded: last.bounded ?? bounded,
    pinned: progress.pinned,
    constant: new Set(progress.constant),
    terms: new Set(last.terms ?? progress.terms),
  });
  const whole = (): IndexScan[] => [end(prefixes.map(everythingIn), field === undefined)];
  if (field === undefined) return whole();

  const multikey = index.multikey[bounded] === true;
  if (multikey && progress.enteredArray) return whole();
  const choices = choicesOf(
    terms.filter(({ path }) => path === field.path),
    multikey,
  );
  if (choices.length === 0) return whole();
  return choices.flatMap(({ intervals, used }) => {
    const parts = intervals.map((interval) => fieldRange(interval, field));
    const combinations = prefixes.length * intervals.length;
    if (bounded > 0 && combinations > mostCombinations) return whole();
    const allTerms = [...progress.terms, ...used];
    const points = parts.map(({ point }) => point).filter((point) => point !== undefined);
    if (points.length < parts.length) {
      const ranges = prefixes.flatMap((prefix) => parts.map(({ low, high }) => joined(prefix, { low, high })));
      return [end(ranges, false, { bounded: bounded + 1, terms: allTerms })];
    }
    const isOne = points.length === 1;
    return narrow(index, terms, {
      prefixes: prefixes.flatMap((prefix) => points.map((point) => Buffer.concat([prefix, point]))),
      bounded: bounded + 1,
      pinned: isOne && progress.pinned === bounded ? bounded + 1 : progress.pinned,
      constant: isOne && !multikey ? [...progress.constant, field.path] : progress.constant,
      terms: allTerms,
      enteredArray: progress.enteredArray || multikey,
    });
  });
}

/** Without arrays all conditions on a path are about one value. */
function choicesOf(terms: readonly Term[], multikey: boolean): { intervals: readonly Interval[]; used: Term[] }[] {
  if (multikey) return terms.map((term) => ({ intervals: term.intervals, used: [term] }));
  const [first, ...others] = terms;
  if (first === undefined) return [];
  const intervals = others.reduce<readonly Interval[]>(
    (left, { intervals: right }) => intersection(left, right),
    first.intervals,
  );
  return [{ intervals, used: [...terms] }];
}

/** An interval of values as bytes in the key, which are inverted where the index descends. */
function fieldRange({ low, high, point }: Interval, { descending }: KeyField): Interval {
  if (!descending) return point === undefined ? { low, high } : { low, high, point };
  const range = { low: above(invert(high)), high: above(invert(low)) };
  return point === undefined ? range : { ...range, point: invert(point) };
}

function joined(prefix: Buffer, { low, high }: KeyRange): KeyRange {
  return { low: Buffer.concat([prefix, low]), high: Buffer.concat([prefix, high]) };
}

function everythingIn(prefix: Buffer): KeyRange {
  return { low: prefix, high: prefix.length === 0 ? Buffer.of(0xff) : above(prefix) };
}

function isMultikey(index: IndexDefinition, path: string): boolean {
  return index.fields.some((field, at) => field.path === path && index.multikey[at] === true);
}
