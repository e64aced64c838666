import type { GraphQLError } from 'graphql';
import type { Observer } from './options.ts';
import type { DataSources, RequestContext } from './stock.ts';
import type { OperationTrace } from './tracing/operation-trace.ts';

/** A JSON object as a subgraph sent it, merged with what others sent. */
export type Entity = Record<string, unknown>;
export type Path = readonly (string | number)[];

/** What one run of a compiled operation holds. Steps write into `data` and `errors`. */
export interface Run {
  readonly requestContext: RequestContext;
  readonly variables: Readonly<Record<string, unknown>>;
  /** The values of the variables that decide what is skipped and included. */
  readonly conditions: Conditions;
  readonly sources: DataSources;
  /** Everything fetched so far, with what only other fetches need. */
  readonly data: Entity;
  readonly errors: GraphQLError[];
  /** When the whole operation has to be answered, on the scale of `performance.now()`; Infinity for never. */
  readonly deadlineAt: number;
  readonly observer: Observer;
  /** Null where nobody wants spans. */
  readonly trace: OperationTrace | null;
}

export type Conditions = Readonly<Record<string, boolean>>;

/** The part of the data that a step works on: the root, or what lies at a path below it, lists flattened. */
export interface Cursor {
  readonly path: Path;
  readonly entities: readonly Entity[];
}

/** A node of a query plan, compiled. Never rejects for what a subgraph does: that becomes an error of the run. */
export type Step = (run: Run, cursor: Cursor) => void | Promise<void>;
