import { policies } from 'cassandra-driver';

type Policy = policies.retry.RetryPolicy;

/** Beyond the first sending. Each may take a node as long as it waits for a write, 2 s. */
const writeRetries = 1;

/**
 * The driver's policy (what a node does not answer or cannot do is asked of the next one), and beside it: a write of which a
 * node does not know whether enough replicas have it is sent again. That is safe for all statements of this subgraph, the
 * conditional one included, whose writer knows its own earlier sending again.
 */
export function createRetryPolicy(): Policy {
  const policy = new policies.retry.RetryPolicy();
  const onWriteTimeout: Policy['onWriteTimeout'] = ({ nbRetry }, consistency) =>
    nbRetry >= writeRetries
      ? policy.rethrowResult()
      : // The node that says so is well, and there may be no other. At the statement's own consistency, which `consistency` is
        // not where the replicas were late to agree on a condition: it is SERIAL then, in which nothing can be written.
        Object.assign(policy.retryResult(consistency, true), { consistency: undefined });
  return Object.assign(policy, { onWriteTimeout });
}
