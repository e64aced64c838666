import { existsSync, readFileSync } from 'node:fs';

/** An operation of `schema/operations` with the variables saved beside it. */
export interface SavedOperation {
  readonly query: string;
  readonly variables: Record<string, unknown>;
}

const folder = new URL('../../schema/operations/', import.meta.url);

/** @param variables stand in for those saved beside the operation */
export function savedOperation(name: string, variables: Record<string, unknown> = {}): SavedOperation {
  const saved = new URL(`${name}.variables.json`, folder);
  return {
    query: readFileSync(new URL(`${name}.graphql`, folder), 'utf8'),
    variables: {
      ...(existsSync(saved) ? (JSON.parse(readFileSync(saved, 'utf8')) as Record<string, unknown>) : {}),
      ...variables,
    },
  };
}
