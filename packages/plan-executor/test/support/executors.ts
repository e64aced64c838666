import { ApolloGateway, type GraphQLDataSource } from '@apollo/gateway';
import type { QueryPlan } from '@apollo/query-planner';
import { createHash } from 'node:crypto';
import { getOperationAST, parse, type GraphQLSchema } from 'graphql';
import { compiledGateway, type CompiledGateway, type CompiledGatewayOptions, type Fetched } from '../../src/index.ts';
import type { ExecutionResult, RequestContext } from '../../src/stock.ts';

export interface Question {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Ask = (question: Question | string) => Promise<ExecutionResult>;

/** One supergraph under the stock executor and under the compiled one, over the same data sources and plans. */
export interface Executors {
  readonly schema: GraphQLSchema;
  readonly stock: Ask;
  readonly compiled: Ask;
  readonly gateway: CompiledGateway;
  /** What the compiled executor sent, and why it fell back, in order. */
  readonly fetched: Fetched[];
  readonly fellBack: string[];
  readonly planned: (string | null)[];
}

export async function loadExecutors(options: {
  supergraphSdl: string;
  source: (name: string) => GraphQLDataSource;
  compiled?: CompiledGatewayOptions;
}): Promise<Executors> {
  const plans = new Map<string, QueryPlan>();
  const create = () =>
    new ApolloGateway({
      supergraphSdl: options.supergraphSdl,
      validateSupergraph: false,
      buildService: ({ name }) => options.source(name),
      logger: silent,
      __exposeQueryPlanExperimental: false,
      // Both plan alike, so each plan is made once.
      queryPlannerConfig: {
        cache: {
          get: (key) => Promise.resolve(plans.get(key)),
          set: (key, plan) => {
            plans.set(key, plan);
            return Promise.resolve();
          },
          delete: (key) => Promise.resolve(plans.delete(key)),
          clear: () => undefined,
        },
      },
    });
  const [fetched, fellBack, planned]: [Fetched[], string[], (string | null)[]] = [[], [], []];
  const gateway = compiledGateway(create(), {
    observer: {
      fetched: (event) => void fetched.push(event),
      fellBack: ({ reason }) => void fellBack.push(reason),
      planned: ({ operation }) => void planned.push(operation),
    },
    ...options.compiled,
  });
  const stock = await create().load();
  const compiled = await gateway.load();
  const { schema } = stock;
  const askOf =
    (executor: (context: RequestContext) => Promise<ExecutionResult>): Ask =>
    (question) =>
      executor(contextOf(typeof question === 'string' ? { query: question } : question, schema));
  return {
    schema,
    stock: askOf(stock.executor),
    compiled: askOf(compiled.executor),
    gateway,
    fetched,
    fellBack,
    planned,
  };
}

/** What Apollo Server hands to an executor: the operation is validated already. */
function contextOf({ query, variables, operationName, headers }: Question, schema: GraphQLSchema): RequestContext {
  const document = parse(query);
  const operation = getOperationAST(document, operationName);
  return {
    request: {
      query,
      ...(variables ? { variables } : {}),
      ...(operationName === undefined ? {} : { operationName }),
      ...(headers === undefined ? {} : { http: { headers: new Map(Object.entries(headers)) } }),
    },
    document,
    operation,
    operationName: operation?.name?.value ?? null,
    queryHash: createHash('sha256').update(query).digest('hex'),
    schema,
    context: {},
    metrics: {},
    logger: silent,
  } as unknown as RequestContext;
}

const ignore = () => undefined;
const silent = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/** An answer to compare: the order of errors does not count, and an error counts once. */
export function comparable({ data, errors }: ExecutionResult): { data: unknown; errors: string[] } {
  const texts = (errors ?? []).map(({ path, message, extensions }) =>
    JSON.stringify([path ?? null, message, extensions['code']]),
  );
  return { data: data ?? null, errors: [...new Set(texts)].toSorted() };
}
