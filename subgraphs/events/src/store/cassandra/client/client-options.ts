import type { Metrics } from '@mosaico/service';
import { policies, types, type ClientOptions } from 'cassandra-driver';
import { createDriverMetrics } from './driver-metrics.ts';
import { createRetryPolicy } from './retry-policy.ts';
import { createReadSpeculation } from './read-speculation.ts';
import type { CassandraTarget } from './target.ts';

/** A node of the same network that takes longer to accept a connection is not there. */
const connectTimeoutMs = 2_000;
/** A little longer than a node itself waits for a write, so that it can still say what it waited for. */
const readTimeoutMs = 2_200;
/** As a rule one node in one turn: well below the 5 s in which a shop is to be whole again. */
const reconnectEveryMs = 1_000;
/** How long a connection is idle before it is tried, so that one that a network has forgotten is found by nobody's question. */
const heartbeatMs = 5_000;
/** Unanswered questions after which a connection is given up and another one is opened. */
const deafAfter = 8;
/** A connection carries many questions at a time. The second one keeps a node when the first is cut. */
const connectionsPerNode = 2;
/** Questions under way on one connection; more are refused at once rather than queued. */
const questionsPerConnection = 1_024;

/** How this process talks to a cluster. No policy may be shared by two clients, so each call makes its own. */
export function cassandraClientOptions(target: CassandraTarget, metrics: Metrics): ClientOptions {
  return {
    contactPoints: [...target.contactPoints],
    protocolOptions: { port: target.port },
    localDataCenter: target.dataCenter,
    ...(target.credentials === null ? {} : { credentials: target.credentials }),
    socketOptions: {
      connectTimeout: connectTimeoutMs,
      readTimeout: readTimeoutMs,
      defunctReadTimeoutThreshold: deafAfter,
    },
    pooling: {
      coreConnectionsPerHost: { [types.distance.local]: connectionsPerNode, [types.distance.remote]: 0 },
      maxRequestsPerConnection: questionsPerConnection,
      heartBeatInterval: heartbeatMs,
    },
    // Reads meet at least one node that has the last acknowledged write; conditional writes are in one order for all.
    queryOptions: { consistency: types.consistencies.quorum, serialConsistency: types.consistencies.serial },
    policies: {
      // Asks a replica of the partition first, by the token of its key, and of two replicas the less busy one.
      loadBalancing: policies.defaultLoadBalancingPolicy(target.dataCenter),
      reconnection: new policies.reconnection.ConstantReconnectionPolicy(reconnectEveryMs),
      retry: createRetryPolicy(),
      speculativeExecution: createReadSpeculation(),
    },
    metrics: createDriverMetrics(metrics),
    encoding: { useUndefinedAsUnset: true },
  };
}
