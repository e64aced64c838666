import type { Question } from '../support/executors.ts';
import type { SmallSubgraph } from '../support/small-graph.ts';

/** A thing that federation can do, as subgraphs of a few lines, and what clients must get from them. */
export interface Feature {
  readonly name: string;
  readonly subgraphs: Readonly<Record<string, SmallSubgraph>>;
  readonly questions: readonly Expected[];
  /** Why made-up operations and data are answered differently by the two executors; they are compared where this is absent. */
  readonly differsBecause?: string;
}

export interface Expected extends Question {
  /** In the client's order of fields. */
  readonly data: unknown;
  /** Messages, in any order; none unless given. */
  readonly errors?: readonly string[];
  /**
   * The planner of @apollo/gateway 2.14 leaves out what is needed, so both executors give other data, the same; these are right.
   */
  readonly planIsWrong?: boolean;
  /** The subgraphs that the compiled plan asks, in order, where that is the point. */
  readonly asks?: readonly string[];
}

type Row = Readonly<Record<string, unknown>>;

/** A reference resolver: the row that has every scalar of the representation, and null when there is none. */
export function rowOf(rows: readonly Row[], ...keys: readonly string[]) {
  return (reference: Row): Row | null =>
    rows.find((row) => keys.some((key) => reference[key] !== undefined && reference[key] === row[key])) ?? null;
}
