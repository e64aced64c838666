import type { GraphQLFormattedError } from 'graphql';
import type { CompiledFetch } from '../compile/fetch.ts';
import { merge } from '../compile/merge.ts';
import { placesOf } from '../compile/cursor.ts';
import type { Cursor, Entity, Path, Run, Step } from '../run.ts';
import { ask, usedVariables } from './ask.ts';
import { downstreamError, failedFetch } from './errors.ts';
import { mergeEntities, representationsOf, type Representations } from './representations.ts';

/** A step that asks one subgraph for root fields or for entities. */
export function createFetchStep(fetch: CompiledFetch): Step {
  return fetch.represent === undefined ? createRootStep(fetch) : createEntityStep(fetch);
}

function createRootStep({ question, rewriteOutput }: CompiledFetch): Step {
  return async (run, cursor) => {
    if (cursor.entities.length === 0) return;
    const answer = await ask({
      run,
      question,
      variables: usedVariables(run, question.variableUsages),
      path: cursor.path,
      counts: { entities: 0, representations: 0, fetches: 1 },
    });
    if (answer === null) return;
    for (const error of answer.errors) {
      const path = error.path && [...cursor.path, ...error.path];
      run.errors.push(downstreamError({ error, subgraph: question.subgraph, path }));
    }
    const { data } = answer;
    if (data === null || data === undefined) return;
    rewriteOutput?.(data);
    for (const entity of cursor.entities) merge(entity, data);
  };
}

function createEntityStep(fetch: CompiledFetch): Step {
  return (run, cursor) => {
    const representations = representationsOf(fetch, cursor.entities);
    // No entity is of a type that the fetch is for.
    if (representations.list.length === 0) return undefined;
    return askForEntities(fetch, run, cursor, representations);
  };
}

/** Asks for the entities of one fetch, and merges what comes. */
export async function askForEntities(
  fetch: CompiledFetch,
  run: Run,
  cursor: Cursor,
  representations: Representations,
): Promise<void> {
  const { question } = fetch;
  const variables = usedVariables(run, question.variableUsages);
  variables['representations'] = representations.list;
  const answer = await ask({
    run,
    question,
    variables,
    path: cursor.path,
    counts: { entities: cursor.entities.length, representations: representations.list.length, fetches: 1 },
  });
  if (answer === null) return;
  for (const error of answer.errors) placeError({ run, cursor, representations, error, subgraph: question.subgraph });
  if (answer.data) takeEntities({ fetch, run, cursor, representations, received: answer.data['_entities'] });
}

/** Merges a list of entities into those they were asked for; a list that is none, or of another length, is an error. */
export function takeEntities(options: {
  fetch: CompiledFetch;
  run: Run;
  cursor: Cursor;
  representations: Representations;
  received: unknown;
}): void {
  const { fetch, run, cursor, representations, received } = options;
  const expected = representations.list.length;
  if (!Array.isArray(received) || received.length !== expected) {
    const got = Array.isArray(received) ? `${received.length}` : 'no list';
    run.errors.push(
      failedFetch(new Error(`${fetch.question.subgraph} was asked for ${expected} entities and sent ${got}.`)),
    );
    return;
  }
  mergeEntities({ fetch, entities: cursor.entities, representations, received: received as (Entity | null)[] });
}

/** An error of one entity stands at each place that its representation was sent for. */
export function placeError(options: {
  run: Run;
  cursor: Cursor;
  representations: Representations;
  error: GraphQLFormattedError;
  subgraph: string;
}): void {
  const { run, cursor, representations, error, subgraph } = options;
  const { path } = error;
  const add = (at: Path | undefined) => run.errors.push(downstreamError({ error, subgraph, path: at }));
  const place = path?.[1];
  if (path === undefined) add(undefined);
  else if (typeof place !== 'number') add([...cursor.path, ...path]);
  else {
    const places = placesOf(run.data, cursor.path);
    const below = path.slice(2);
    for (const [index, of] of representations.places.entries())
      if (of === place) add([...(places[index] ?? []), ...below]);
  }
}
