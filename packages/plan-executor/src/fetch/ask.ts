import type { GraphQLDataSource } from '@apollo/gateway';
import type { DocumentNode, GraphQLFormattedError } from 'graphql';
import type { Question } from '../compile/fetch.ts';
import type { Entity, Path, Run } from '../run.ts';
import type { OpenSpan } from '../tracing/operation-trace.ts';
import { failedFetch } from './errors.ts';

/** What a data source is given beside what the stock executor gives it. */
export interface FetchOptions {
  /** When the client's whole operation must be answered, on the scale of `performance.now()`; Infinity for never. */
  readonly deadlineAt?: number;
  /** Tell a subgraph over HTTP whose work it does (W3C Trace Context); none where nobody wants spans. */
  readonly traceHeaders?: Readonly<Record<string, string>>;
}

type ProcessOptions = Parameters<GraphQLDataSource['process']>[0];

/** What a subgraph answered. */
export interface Answer {
  readonly data: Entity | null | undefined;
  readonly errors: readonly GraphQLFormattedError[];
}

/** The client's variables that a request uses, without those that were not given. */
export function usedVariables(run: Run, usages: readonly string[]): Record<string, unknown> {
  const used: Record<string, unknown> = {};
  for (const name of usages) {
    if (!Object.hasOwn(run.variables, name)) continue;
    const value = run.variables[name];
    if (value !== undefined) used[name] = value;
  }
  return used;
}

/**
 * Sends one request to a subgraph.
 * @returns null when it failed as a whole, which is then an error of the run.
 */
export function ask(options: Asking): Promise<Answer | null> {
  const { trace } = options.run;
  if (trace === null) return send(options, null);
  const { entities, representations, fetches } = options.counts;
  const attributes = { service: options.question.subgraph, entities, representations, fetches };
  return trace.span('gateway.fetch', attributes, (span) => send(options, span));
}

interface Asking {
  readonly run: Run;
  readonly question: Question;
  readonly variables: Record<string, unknown>;
  readonly path: Path;
  readonly counts: { entities: number; representations: number; fetches: number };
}

async function send(options: Asking, span: OpenSpan | null): Promise<Answer | null> {
  const { run, question, variables, path, counts } = options;
  const { requestContext, observer } = run;
  const startedAt = observer.fetched === undefined ? 0 : performance.now();
  let answered = false;
  try {
    const source = run.sources[question.subgraph];
    if (source === undefined) throw new Error(`There is no data source for the subgraph ${question.subgraph}.`);
    const { data, errors } = await source.process({
      kind: 'incoming operation',
      request: { query: question.query, variables, operationName: question.operationName },
      incomingRequestContext: requestContext,
      context: requestContext.context,
      get document(): DocumentNode {
        return question.document();
      },
      pathInIncomingRequest: path as (string | number)[],
      deadlineAt: run.deadlineAt,
      ...(span === null ? null : { traceHeaders: span.headers() }),
    } as unknown as ProcessOptions & FetchOptions);
    answered = true;
    noteErrorPaths(run, question.subgraph, errors);
    return { data: data as Entity | null | undefined, errors: errors ?? [] };
  } catch (thrown) {
    span?.fail('no answer');
    run.errors.push(failedFetch(thrown));
    return null;
  } finally {
    observer.fetched?.({ subgraph: question.subgraph, ms: performance.now() - startedAt, ...counts, answered });
  }
}

/** Usage reporting reads from the metrics of a request where its errors were. */
function noteErrorPaths(run: Run, subgraph: string, errors: readonly GraphQLFormattedError[] | undefined): void {
  const metrics = run.requestContext.metrics as RequestMetrics | undefined;
  if (metrics === undefined || errors === undefined || errors.length === 0) return;
  const paths = errors.map(({ path }) => ({ subgraph, path }));
  if (metrics.nonFtv1ErrorPaths) metrics.nonFtv1ErrorPaths.push(...(paths as typeof metrics.nonFtv1ErrorPaths));
  else metrics.nonFtv1ErrorPaths = paths;
}

type RequestMetrics = Run['requestContext']['metrics'];
