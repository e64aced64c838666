import type { Operation, Schema } from '@apollo/federation-internals';
import type { ApolloGateway, GraphQLDataSource } from '@apollo/gateway';
import type { QueryPlan } from '@apollo/query-planner';
import type { GraphQLSchema } from 'graphql';

/** What an executor of @apollo/gateway is given, and what it answers. */
export type RequestContext = Parameters<ApolloGateway['executor']>[0];
export type ExecutionResult = Awaited<ReturnType<ApolloGateway['executor']>>;
export type DataSources = Readonly<Record<string, GraphQLDataSource | undefined>>;

/** The parts of a loaded gateway that a compiled plan needs: all of one schema, replaced together by the next. */
export interface Supergraph {
  /** What clients see, for graphql-js. */
  readonly schema: GraphQLSchema;
  /** The same for the planner. */
  readonly apiSchema: Schema;
  /** All types, also those that clients do not see: what subgraphs are asked with. */
  readonly supergraphSchema: GraphQLSchema;
  readonly plan: (operation: Operation) => QueryPlan;
  readonly plans: PlanStore;
  readonly sources: DataSources;
}

interface PlanStore {
  get(key: string): Promise<QueryPlan | undefined> | QueryPlan | undefined;
  set(key: string, plan: QueryPlan): unknown;
}

/** The fields of ApolloGateway 2.14 that its types call private. */
interface Internals {
  schema?: GraphQLSchema;
  apiSchema?: Schema;
  supergraphSchema?: GraphQLSchema;
  queryPlanner?: { buildQueryPlan(operation: Operation, options: object): QueryPlan };
  queryPlanStore?: PlanStore;
  serviceMap?: Record<string, { dataSource: GraphQLDataSource }>;
  recursiveSelectionsLimitDisabled?: boolean;
  nonLocalSelectionsLimitDisabled?: boolean;
  experimental_didResolveQueryPlan?: unknown;
  config?: { debug?: boolean; __exposeQueryPlanExperimental?: boolean };
}

/** What a gateway has loaded; null when it is not put together as 2.14 is. */
export function readSupergraph(gateway: ApolloGateway): Supergraph | null {
  const internals = gateway as unknown as Internals;
  const { schema, apiSchema, supergraphSchema, queryPlanner, queryPlanStore, serviceMap } = internals;
  if (!schema || !apiSchema || !supergraphSchema || !queryPlanner || !queryPlanStore || !serviceMap) return null;
  const limits = {
    recursiveSelectionsLimitDisabled: internals.recursiveSelectionsLimitDisabled,
    nonLocalSelectionsLimitDisabled: internals.nonLocalSelectionsLimitDisabled,
  };
  return {
    schema,
    apiSchema,
    supergraphSchema,
    plan: (operation) => queryPlanner.buildQueryPlan(operation, limits),
    plans: queryPlanStore,
    sources: Object.fromEntries(Object.entries(serviceMap).map(([name, { dataSource }]) => [name, dataSource])),
  };
}

/** Why the whole gateway must run its own executor; null when nothing speaks against compiled plans. */
export function reasonOfGateway(gateway: ApolloGateway): string | null {
  const { config, experimental_didResolveQueryPlan: callback } = gateway as unknown as Internals;
  if (config?.debug === true) return 'debug';
  if (callback !== undefined) return 'experimental_didResolveQueryPlan';
  return null;
}

/** Why this one request must run in the stock executor: what it asks for beside the answer. */
export function reasonOfRequest(gateway: ApolloGateway, { request, metrics }: RequestContext): string | null {
  // Apollo Server gives metrics always, other callers may not.
  if ((metrics as RequestContext['metrics'] | undefined)?.captureTraces === true) return 'captureTraces';
  const { config } = gateway as unknown as Internals;
  const asksForPlan = config?.__exposeQueryPlanExperimental === true;
  if (asksForPlan && request.http?.headers.get('Apollo-Query-Plan-Experimental'))
    return 'Apollo-Query-Plan-Experimental';
  return null;
}
