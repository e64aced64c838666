import { policies, type types } from 'cassandra-driver';

/**
 * The driver's policy (what a node cannot do is asked of the next one, once), and beside it: a write of which a node does not
 * know whether enough replicas have it is sent once more, to the next node. That is safe for all statements of this subgraph,
 * the conditional one included, which knows its own earlier sending again.
 */
export function createRetryPolicy(): policies.retry.RetryPolicy {
  const policy = new policies.retry.RetryPolicy();
  return Object.assign(policy, {
    onWriteTimeout: ({ nbRetry }: policies.retry.OperationInfo, consistency: types.consistencies) =>
      nbRetry > 0 ? policy.rethrowResult() : policy.retryResult(consistency, false),
  });
}
