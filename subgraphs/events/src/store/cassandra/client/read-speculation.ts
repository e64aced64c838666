import { policies } from 'cassandra-driver';

/** Far longer than a node that is well takes to answer a read of one partition, far shorter than anybody's patience. */
const delayMs = 50;
/** More would multiply the load of a cluster that is slow because it has too much of it. */
const times = 1;

/**
 * Asks a second node when the first has not answered a read in time, and takes whichever answer comes first. Writes wait:
 * sent twice, a conditional one would compete with itself.
 */
export function createReadSpeculation(): policies.speculativeExecution.SpeculativeExecutionPolicy {
  const reads = new policies.speculativeExecution.ConstantSpeculativeExecutionPolicy(delayMs, times);
  const writes = new policies.speculativeExecution.NoSpeculativeExecutionPolicy();
  return {
    init: (client) => reads.init(client),
    newPlan: (keyspace, query) =>
      typeof query === 'string' && query.startsWith('SELECT')
        ? reads.newPlan(keyspace, query)
        : writes.newPlan(keyspace, query),
    shutdown: () => reads.shutdown(),
    getOptions: () => reads.getOptions(),
  };
}
