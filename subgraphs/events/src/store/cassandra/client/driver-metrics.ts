import type { Metrics } from '@mosaico/service';
import { metrics as driverMetrics } from 'cassandra-driver';

/** Tells what the driver does by itself: statements that it sends again, and reads that it asks a second node. */
export function createDriverMetrics(metrics: Metrics): driverMetrics.ClientMetrics {
  const retries = metrics.counter({
    name: 'mosaico_cassandra_retries_total',
    help: 'Statements that were sent again, by why: client_timeout, read_timeout, write_timeout, unavailable, other.',
    labelNames: ['reason'],
  });
  const speculations = metrics.counter({
    name: 'mosaico_cassandra_speculative_executions_total',
    help: 'Reads that were asked of a second node because the first had not answered yet.',
  });
  const count = (reason: string) => () => retries.inc({ reason });
  return Object.assign(new driverMetrics.DefaultMetrics(), {
    onClientTimeoutRetry: count('client_timeout'),
    onReadTimeoutRetry: count('read_timeout'),
    onWriteTimeoutRetry: count('write_timeout'),
    onUnavailableRetry: count('unavailable'),
    onOtherErrorRetry: count('other'),
    onSpeculativeExecution: () => speculations.inc(),
  });
}
