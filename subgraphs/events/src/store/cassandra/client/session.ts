import type { types } from 'cassandra-driver';
import { toError } from './driver-errors.ts';
import type { LastingClient } from './lasting-client.ts';

/** A keyspace to ask. Every rejection is a real error. */
export interface CassandraSession {
  /**
   * Asks one prepared statement, of any number of rows, at QUORUM. `undefined` leaves a column unset. The driver may send it
   * more than once, and a read to two nodes at a time: a statement has to be one that can be repeated.
   */
  execute(cql: string, values: readonly unknown[]): Promise<types.Row[]>;
}

export function createCassandraSession({ ask }: Pick<LastingClient, 'ask'>): CassandraSession {
  return {
    async execute(cql, values) {
      try {
        return await ask(async (client) => {
          const result = await client.execute(cql, [...values], { prepare: true, isIdempotent: true });
          const rows: types.Row[] = [];
          // Walking it fetches what lies beyond the first page of the protocol, 5,000 rows.
          for await (const row of result) rows.push(row);
          return rows;
        });
      } catch (error) {
        throw toError(error);
      }
    },
  };
}
