import type { Sort } from '../../document-collection.ts';
import type { Fields } from '../../checks/plain.ts';
import type { IndexDefinition } from '../indexes/index-definition.ts';
import { type IndexScan, scansOf } from './index-scan.ts';
import { sortDirection } from './sort-direction.ts';
import { demandsOf } from './terms.ts';
import { holdsAll, missesNothing } from './usable.ts';

export type Plan =
  /** Every document, in the order of insertion. */
  | { kind: 'scan' }
  /** What one index finds, less what is not also found by the others. */
  | { kind: 'index'; scan: IndexScan; alsoIn: readonly IndexScan[] }
  /** What an index finds, in the order of the sort. */
  | { kind: 'ordered'; scan: IndexScan; backward: boolean }
  /** What the plans of an `$or`'s branches find together. */
  | { kind: 'union'; plans: readonly Plan[] };

export interface Question {
  filter: Fields;
  sort?: Sort | undefined;
  /** How many documents are wanted, those to skip included. */
  wanted?: number | undefined;
}

/** What the planner knows of a collection. */
export interface Statistics {
  indexes: readonly IndexDefinition[];
  /** About how many documents there are. */
  total: () => number;
  /** How many keys a scan would read, counted up to `countedKeys`. */
  keysIn: (scan: IndexScan) => number;
}

/** Keys are counted up to this many: beyond it, one index is as bad as the next. */
export const countedKeys = 2_000;

/** Chooses how to find the documents. Whatever is found is tested against the whole filter, so a plan may find too much, never too little. */
export function choosePlan(question: Question, statistics: Statistics): Plan {
  return costedPlan(question, statistics, { unions: true }).plan;
}

interface CostedPlan {
  plan: Plan;
  /** About how many documents must be looked at. */
  cost: number;
}

function costedPlan(question: Question, statistics: Statistics, allow: { unions: boolean }): CostedPlan {
  const demands = demandsOf(question.filter);
  const scans = statistics.indexes
    .filter((index) => holdsAll(index, demands, question.filter))
    .flatMap((index) => scansOf(index, demands))
    .filter((scan) => missesNothing(scan, demands));

  const single = scans.find(({ index, exact, ranges }) => index.unique && exact && ranges.length <= 1);
  if (single !== undefined) return { plan: { kind: 'index', scan: single, alsoIn: [] }, cost: single.ranges.length };

  const narrowing = scans
    .filter(({ bounded, index }) => bounded > 0 || index.sparse || index.partial !== undefined)
    .map((scan) => ({ scan, keys: statistics.keysIn(scan) }))
    .sort((left, right) => left.keys - right.keys || right.scan.bounded - left.scan.bounded);

  const plans: CostedPlan[] = [{ plan: { kind: 'scan' }, cost: statistics.total() }];
  const [best] = narrowing;
  if (best !== undefined) {
    plans.unshift({
      plan: { kind: 'index', scan: best.scan, alsoIn: worthIntersecting(best, narrowing) },
      cost: best.keys,
    });
  }
  for (const branches of allow.unions ? demands.alternatives : []) {
    const union = unionPlan(question.filter, branches, statistics);
    if (union !== undefined) plans.unshift(union);
  }
  if (question.sort !== undefined) {
    const fewest = Math.min(...plans.map(({ cost }) => cost));
    plans.unshift(...orderedPlans({ question, sort: question.sort, scans, fewest, statistics }));
  }
  return plans.reduce((cheapest, plan) => (plan.cost < cheapest.cost ? plan : cheapest));
}

interface Counted {
  scan: IndexScan;
  keys: number;
}

/** Reading a number from an index costs far less than reading a document, so other conditions may pay by what they rule out. */
const keysForOneDocument = 16;
const enoughDocuments = 64;

function worthIntersecting(best: Counted, others: readonly Counted[]): IndexScan[] {
  if (best.keys < enoughDocuments) return [];
  const used = new Set(best.scan.terms);
  const chosen: IndexScan[] = [];
  for (const { scan, keys } of others) {
    if (scan === best.scan || keys > keysForOneDocument * best.keys) continue;
    if (![...scan.terms].some((term) => !used.has(term))) continue;
    for (const term of scan.terms) used.add(term);
    chosen.push(scan);
  }
  return chosen;
}

/** A plan for each branch along with the whole filter, if no branch needs a scan of everything. */
function unionPlan(filter: Fields, branches: readonly Fields[], statistics: Statistics): CostedPlan | undefined {
  const inner = branches.map((branch) =>
    costedPlan({ filter: { $and: [filter, branch] } }, statistics, { unions: false }),
  );
  if (inner.some(({ plan }) => plan.kind === 'scan')) return undefined;
  return {
    plan: { kind: 'union', plans: inner.map(({ plan }) => plan) },
    cost: inner.reduce((sum, { cost }) => sum + cost, 0),
  };
}

/** Without anything to go by, one document in ten is taken to match. */
const matchingShare = 0.1;

/** Plans that need no sorting, and so can end with the last document that is wanted. */
function orderedPlans(given: {
  question: Question;
  sort: Sort;
  scans: readonly IndexScan[];
  fewest: number;
  statistics: Statistics;
}): CostedPlan[] {
  const { question, sort, scans, fewest, statistics } = given;
  const filters = Object.keys(question.filter).length > 0;
  return scans.flatMap((scan) => {
    const direction = sortDirection(scan, sort);
    if (direction === undefined) return [];
    const keys = scan.bounded === 0 ? statistics.total() : statistics.keysIn(scan);
    const share = fewest < keys ? fewest / keys : scan.bounded > 0 || !filters ? 1 : matchingShare;
    const cost = question.wanted === undefined ? keys : Math.min(keys, question.wanted / Math.max(share, 1 / keys));
    return [{ plan: { kind: 'ordered', scan, backward: direction === 'backward' }, cost } as const];
  });
}
