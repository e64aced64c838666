import type { QueryPlan } from '@apollo/query-planner';
import {
  GraphQLBoolean,
  GraphQLError,
  Kind,
  valueFromAST,
  visit,
  type DocumentNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
} from 'graphql';
import type { Observer } from '../options.ts';
import type { OperationTrace } from '../tracing/operation-trace.ts';
import type { Conditions, Run } from '../run.ts';
import { always, conditionVariables } from '../shape/conditions.ts';
import type { Fault } from '../shape/faults.ts';
import { compileObject, type Shaper } from '../shape/shape.ts';
import type { ExecutionResult, RequestContext, Supergraph } from '../stock.ts';
import { isNameOfPrototype } from './code.ts';
import { compilePlan, NotCompiled } from './plan.ts';

/** What one execution brings along. */
export interface Execution {
  readonly requestContext: RequestContext;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly deadlineAt: number;
  readonly observer: Observer;
  /** Null where nobody wants spans. */
  readonly trace: OperationTrace | null;
}

/** An operation with its plan as code. It keeps nothing of one execution for the next. */
export interface CompiledOperation {
  readonly execute: (execution: Execution) => Promise<ExecutionResult>;
  /** About how much memory it holds, in bytes. */
  readonly weight: number;
}

/** @throws NotCompiled for what only the stock executor can do */
export function compileOperation(options: {
  supergraph: Supergraph;
  document: DocumentNode;
  operation: OperationDefinitionNode;
  plan: QueryPlan;
  mergeFetches: boolean;
}): CompiledOperation {
  const { supergraph, document, operation, plan, mergeFetches } = options;
  refuseUnusual(document, operation, plan);
  const { node } = plan;
  if (node?.kind === 'Subscription') throw new NotCompiled('Subscription');
  const step = node && compilePlan(node, { schema: supergraph.supergraphSchema, mergeFetches });
  const shape = compileRoot(supergraph, document, operation);
  const readConditions = compileConditions(document, operation);
  return {
    weight: weightOf(document, plan),
    async execute({ requestContext, variables, deadlineAt, observer, trace }) {
      const conditions = readConditions(variables);
      const run: Run = {
        requestContext,
        variables,
        conditions,
        sources: supergraph.sources,
        data: {},
        errors: [],
        deadlineAt,
        observer,
        trace,
      };
      await step?.(run, { path: [], entities: [run.data] });
      return trace === null
        ? answerOf(run, shape)
        : trace.span('gateway.postprocessing', {}, () => answerOf(run, shape));
    },
  };
}

function answerOf(run: Run, shape: Shaper): ExecutionResult {
  const { observer, data, conditions, errors } = run;
  const startedAt = observer.shaped === undefined ? 0 : performance.now();
  const faults: Fault[] = [];
  const shaped = shape(data, conditions, faults) ?? null;
  observer.shaped?.({ operation: run.requestContext.operationName, ms: performance.now() - startedAt });
  if (errors.length > 0) return { errors, data: shaped };
  if (faults.length === 0) return { data: shaped };
  // As the stock executor and the router tell of values that break the schema while no subgraph had an error.
  const valueCompletion = faults.map(
    ({ message, path }) => new GraphQLError(message, { path, extensions: { code: 'INVALID_GRAPHQL' } }),
  );
  return { extensions: { valueCompletion }, data: shaped };
}

function compileRoot({ schema }: Supergraph, document: DocumentNode, operation: OperationDefinitionNode): Shaper {
  const type = schema.getRootType(operation.operation);
  if (!type) throw new NotCompiled(`no ${operation.operation} type`);
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  return compileObject({
    scope: { schema, fragments },
    occurrences: [{ selectionSet: operation.selectionSet, parentType: type, condition: always }],
    type,
  });
}

/** Reads the variables that skip and include, given or by default; they have been validated to be booleans. */
function compileConditions(
  document: DocumentNode,
  operation: OperationDefinitionNode,
): (variables: Readonly<Record<string, unknown>>) => Conditions {
  const known = conditionVariables(document).map((name) => {
    const definition = operation.variableDefinitions?.find(({ variable }) => variable.name.value === name);
    const standard = definition?.defaultValue && valueFromAST(definition.defaultValue, GraphQLBoolean);
    return [name, standard === true] as const;
  });
  const none: Conditions = {};
  if (known.length === 0) return () => none;
  return (variables) => {
    const conditions: Record<string, boolean> = {};
    for (const [name, standard] of known) {
      const given = Object.hasOwn(variables, name) ? variables[name] : undefined;
      conditions[name] = given === undefined ? standard : given === true;
    }
    return conditions;
  };
}

/** What would need care that no usual operation needs is left to the stock executor. */
function refuseUnusual(document: DocumentNode, operation: OperationDefinitionNode, plan: QueryPlan): void {
  visit(document, {
    Field({ name, alias }) {
      if (name.value === '__schema' || name.value === '__type') throw new NotCompiled('introspection');
      if (isNameOfPrototype((alias ?? name).value)) throw new NotCompiled("a name of JavaScript's objects");
    },
  });
  if (operation.variableDefinitions?.some(({ variable }) => isNameOfPrototype(variable.name.value)))
    throw new NotCompiled("a name of JavaScript's objects");
  JSON.stringify(plan, (key, value: unknown) => {
    if ((key === 'name' || key === 'alias') && typeof value === 'string' && isNameOfPrototype(value))
      throw new NotCompiled("a name of JavaScript's objects");
    return value;
  });
}

/** An estimate: closures and generated functions weigh several times the text they were made from. */
function weightOf(document: DocumentNode, plan: QueryPlan): number {
  const source = document.loc?.source.body.length ?? 1_000;
  return 4_000 + 12 * source + 4 * JSON.stringify(plan).length;
}
