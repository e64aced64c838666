import type { FetchNode, PlanNode } from '@apollo/query-planner';
import type { GraphQLSchema } from 'graphql';
import { createFetchStep } from '../fetch/fetch-step.ts';
import { createMergedStep, type MergeableFetch } from '../fetch/merged-step.ts';
import type { Step } from '../run.ts';
import { compileMove } from './cursor.ts';
import { compileFetch } from './fetch.ts';

/** A plan that cannot be compiled: the stock executor runs it, and the reason is counted. */
export class NotCompiled extends Error {
  readonly reason: string;
  constructor(reason: string) {
    super(`This operation is not compiled: ${reason}.`);
    this.name = 'NotCompiled';
    this.reason = reason;
  }
}

export interface PlanOptions {
  /** The supergraph's: `requires` may name what clients do not see. */
  readonly schema: GraphQLSchema;
  readonly mergeFetches: boolean;
}

/** Compiles a node of a query plan, and all below it. @throws NotCompiled */
export function compilePlan(node: PlanNode, options: PlanOptions): Step {
  switch (node.kind) {
    case 'Sequence':
      return inSequence(node.nodes.map((child) => compilePlan(child, options)));
    case 'Parallel':
      return inParallel(compileSiblings(node.nodes, options));
    case 'Flatten': {
      const move = compileMove(node.path);
      const step = compilePlan(node.node, options);
      return (run, cursor) => {
        const moved = move(cursor);
        return moved.entities.length === 0 ? undefined : step(run, moved);
      };
    }
    case 'Fetch':
      return createFetchStep(compileFetch(options.schema, node));
    case 'Condition': {
      const { condition } = node;
      const yes = node.ifClause && compilePlan(node.ifClause, options);
      const no = node.elseClause && compilePlan(node.elseClause, options);
      return (run, cursor) => (run.conditions[condition] === true ? yes : no)?.(run, cursor);
    }
    case 'Defer':
      throw new NotCompiled('Defer');
  }
}

function inSequence(steps: readonly Step[]): Step {
  return async (run, cursor) => {
    for (const step of steps) await step(run, cursor);
  };
}

function inParallel(steps: readonly Step[]): Step {
  const [only, ...others] = steps;
  if (only !== undefined && others.length === 0) return only;
  return async (run, cursor) => {
    await Promise.all(steps.map(async (step) => step(run, cursor)));
  };
}

/** Steps for nodes that run side by side: fetches of entities from one subgraph become one. */
function compileSiblings(nodes: readonly PlanNode[], options: PlanOptions): Step[] {
  const groups = new Map<string, MergeableFetch[]>();
  const steps: Step[] = [];
  for (const node of nodes) {
    const mergeable = options.mergeFetches ? mergeableFetch(node) : null;
    if (mergeable === null) {
      steps.push(compilePlan(node, options));
      continue;
    }
    const { fetch, path } = mergeable;
    const group = groups.get(fetch.serviceName) ?? [];
    group.push({ fetch: compileFetch(options.schema, fetch), move: compileMove(path) });
    groups.set(fetch.serviceName, group);
  }
  return [...steps, ...[...groups.values()].map(createMergedStep)];
}

function mergeableFetch(node: PlanNode): { fetch: FetchNode; path: (string | number)[] } | null {
  const [fetch, path] = node.kind === 'Flatten' ? [node.node, node.path] : [node, []];
  return fetch.kind === 'Fetch' && fetch.requires !== undefined ? { fetch, path } : null;
}
