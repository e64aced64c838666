import type { Knex } from 'knex';

/**
 * Asks for rows by a statement whose text knex makes once for each shape.
 *
 * @param shape names the question and all that its text depends on, such as how many values there are; of few kinds
 * @param values in the order in which `build` is given their places
 * @param build is called once for a shape, with as many places as there are values: to be used only where knex takes a value
 */
export type AskPrepared = <Row>(
  shape: string,
  values: readonly unknown[],
  build: (knex: Knex, places: readonly Knex.Value[]) => Knex.QueryBuilder,
) => Promise<Row[]>;

/** Pages of every size for every number of customers are thousands of shapes; a shop asks for few of them. */
const mostShapes = 500;

/** The part of knex's client that its own runner uses. */
interface Client {
  acquireConnection(): Promise<unknown>;
  releaseConnection(connection: unknown): void;
  _query(connection: unknown, statement: KnexStatement): Promise<KnexStatement>;
  processResponse(statement: KnexStatement, runner: object): unknown;
}

interface Compiled {
  readonly sql: string;
  /** For each binding, the place of its value; or a value that is always the same. */
  readonly bindings: readonly ({ readonly place: number } | { readonly value: unknown })[];
}

/**
 * Questions that pages ask all the time. Building a statement and running it through knex's emitters takes more time of this
 * process than the driver takes to ask it (24 µs of 40); these go from knex's pool to the driver.
 */
export function createPreparedQuestions(knex: Knex): AskPrepared {
  const client = knex.client as Client;
  const compiled = new Map<string, Compiled>();
  return async <Row>(
    shape: string,
    values: readonly unknown[],
    build: (knex: Knex, places: readonly Knex.Value[]) => Knex.QueryBuilder,
  ) => {
    let statement = compiled.get(shape);
    if (statement === undefined) {
      statement = compile(values.length, (places) => build(knex, places));
      if (compiled.size >= mostShapes) compiled.clear();
      compiled.set(shape, statement);
    }
    const bindings = statement.bindings.map((binding) => ('place' in binding ? values[binding.place] : binding.value));
    const connection = await client.acquireConnection();
    try {
      const asked = await client._query(connection, { sql: statement.sql, bindings, method: 'select' });
      return client.processResponse(asked, {}) as Row[];
    } finally {
      client.releaseConnection(connection);
    }
  };
}

function compile(count: number, build: (places: readonly Knex.Value[]) => Knex.QueryBuilder): Compiled {
  const places = Array.from({ length: count }, (_, place) => `place ${place}`);
  const { sql, bindings } = build(places).toSQL().toNative();
  return {
    sql,
    bindings: bindings.map((value) => {
      const place = places.indexOf(value as string);
      return place === -1 ? { value } : { place };
    }),
  };
}
