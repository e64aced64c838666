import { Kind, parse, type ConstDirectiveNode } from 'graphql';

/** How long an answer may be kept, as `@cacheControl` says it of a type or a field. */
export interface CacheHint {
  /** Seconds; of its parent when absent. */
  readonly maxAge?: number;
  /** True where the answer depends on who asks. */
  readonly isPrivate?: true;
}

/**
 * The hints of the graph by schema coordinate: `Product`, `Query.product`. They stand in the subgraphs' SDLs, and composition
 * drops them, so they travel beside the supergraph.
 */
export type CachePolicy = Readonly<Record<string, CacheHint>>;

/**
 * Reads `@cacheControl` out of the subgraphs' SDLs. Where two say something of one type, the shorter time and the private scope hold.
 * @throws GraphQLError for an SDL that cannot be parsed
 */
export function readCachePolicy(sdls: readonly string[]): CachePolicy {
  const hints = new Map<string, CacheHint>();
  const note = (coordinate: string, directives: readonly ConstDirectiveNode[] = []): void => {
    const hint = hintOf(directives);
    if (hint !== null) hints.set(coordinate, strictest(hints.get(coordinate), hint));
  };
  for (const sdl of sdls) {
    for (const definition of parse(sdl, { noLocation: true }).definitions) {
      if (definition.kind === Kind.UNION_TYPE_DEFINITION) note(definition.name.value, definition.directives);
      if (
        definition.kind === Kind.OBJECT_TYPE_DEFINITION ||
        definition.kind === Kind.OBJECT_TYPE_EXTENSION ||
        definition.kind === Kind.INTERFACE_TYPE_DEFINITION
      ) {
        const type = definition.name.value;
        note(type, definition.directives);
        for (const field of definition.fields ?? []) note(`${type}.${field.name.value}`, field.directives);
      }
    }
  }
  return Object.fromEntries(Array.from(hints).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function hintOf(directives: readonly ConstDirectiveNode[]): CacheHint | null {
  const directive = directives.find(({ name }) => name.value === 'cacheControl');
  if (directive === undefined) return null;
  const values = new Map(directive.arguments?.map(({ name, value }) => [name.value, value]));
  const [maxAge, scope] = [values.get('maxAge'), values.get('scope')];
  return {
    ...(maxAge?.kind === Kind.INT ? { maxAge: Number(maxAge.value) } : {}),
    ...(scope?.kind === Kind.ENUM && scope.value === 'PRIVATE' ? { isPrivate: true } : {}),
  };
}

function strictest(known: CacheHint | undefined, hint: CacheHint): CacheHint {
  const ages = [known?.maxAge, hint.maxAge].filter((age) => age !== undefined);
  return {
    ...(ages.length === 0 ? {} : { maxAge: Math.min(...ages) }),
    ...(known?.isPrivate === true || hint.isPrivate === true ? { isPrivate: true } : {}),
  };
}
