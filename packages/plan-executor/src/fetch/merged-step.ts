import type { GraphQLFormattedError } from 'graphql';
import type { CompiledFetch, Question } from '../compile/fetch.ts';
import type { Cursor, Run, Step } from '../run.ts';
import { ask, usedVariables } from './ask.ts';
import { askForEntities, placeError, takeEntities } from './fetch-step.ts';
import { entitiesAlias, mergeQuestions, representationsVariable } from './merged-question.ts';
import { representationsOf, type Representations } from './representations.ts';

/** A fetch of entities that runs beside others to the same subgraph, and where its entities are. */
export interface MergeableFetch {
  readonly fetch: CompiledFetch;
  readonly move: (cursor: Cursor) => Cursor;
}

interface Part {
  readonly index: number;
  readonly fetch: CompiledFetch;
  readonly cursor: Cursor;
  readonly representations: Representations;
}

/**
 * A step that asks one subgraph once for what several fetches of entities need of it at the same time. Those that have no
 * entities are left out; one alone is sent as the planner wrote it.
 */
export function createMergedStep(fetches: readonly MergeableFetch[]): Step {
  // One question for each set of fetches that had entities: rarely more than one in a plan's life.
  const questions = new Map<string, Question>();
  const questionFor = (parts: readonly Part[]): Question => {
    const key = parts.map(({ index }) => index).join();
    let question = questions.get(key);
    if (question === undefined) {
      question = mergeQuestions(parts.map(({ fetch }) => fetch.question));
      questions.set(key, question);
    }
    return question;
  };
  return (run, cursor) => {
    const parts: Part[] = [];
    for (const [index, { fetch, move }] of fetches.entries()) {
      const moved = move(cursor);
      const representations = representationsOf(fetch, moved.entities);
      if (representations.list.length > 0) parts.push({ index, fetch, cursor: moved, representations });
    }
    const [only, ...others] = parts;
    if (only === undefined) return undefined;
    if (others.length === 0) return askForEntities(only.fetch, run, only.cursor, only.representations);
    return askForAll(run, cursor, questionFor(parts), parts);
  };
}

async function askForAll(run: Run, cursor: Cursor, question: Question, parts: readonly Part[]): Promise<void> {
  const variables = usedVariables(run, question.variableUsages);
  for (const [place, { representations }] of parts.entries())
    variables[representationsVariable(place)] = representations.list;
  const answer = await ask({
    run,
    question,
    variables,
    path: cursor.path,
    counts: {
      entities: sum(parts.map((part) => part.cursor.entities.length)),
      representations: sum(parts.map((part) => part.representations.list.length)),
      fetches: parts.length,
    },
  });
  if (answer === null) return;
  for (const [place, part] of parts.entries()) {
    const alias = entitiesAlias(place);
    const { fetch, cursor: at, representations } = part;
    for (const error of answer.errors) {
      const own = errorOf(error, alias, parts.length);
      if (own) placeError({ run, cursor: at, representations, error: own, subgraph: question.subgraph });
    }
    if (answer.data) takeEntities({ fetch, run, cursor: at, representations, received: answer.data[alias] });
  }
}

/** The error as the fetch alone would have got it; undefined when it is another one's. One without a place is everybody's. */
function errorOf(error: GraphQLFormattedError, alias: string, parts: number): GraphQLFormattedError | undefined {
  const [root, ...below] = error.path ?? [];
  const isOfAnother = Array.from({ length: parts }, (_, place) => entitiesAlias(place)).some(
    (other) => other !== alias && other === root,
  );
  if (isOfAnother) return undefined;
  return root === alias ? { ...error, path: ['_entities', ...below] } : error;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
