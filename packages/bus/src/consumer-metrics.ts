import type { Metrics } from '@mosaico/service';
import type { ShopEvent } from './event.ts';

const lagBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3600];

/** Counts what became of a group's events, and how long after they happened. */
export function createConsumerMetrics(options: { group: string; metrics: Metrics; now: () => Date }) {
  const { group, metrics, now } = options;
  const outcomes = metrics.counter({
    name: 'mosaico_events_consumed_total',
    help: 'Tries to handle events, by how they ended: handled, failed (and tried again), or dead.',
    labelNames: ['group', 'type', 'outcome'],
  });
  const lag = metrics.histogram({
    name: 'mosaico_event_lag_seconds',
    help: 'From the time an event happened until it was handled.',
    labelNames: ['group'],
    buckets: lagBuckets,
  });
  return {
    handled(event: ShopEvent): void {
      outcomes.inc({ group, type: event.type, outcome: 'handled' });
      lag.observe({ group }, Math.max(0, now().getTime() - Date.parse(event.time)) / 1_000);
    },
    failed: (event: ShopEvent) => outcomes.inc({ group, type: event.type, outcome: 'failed' }),
    dead: (event: ShopEvent) => outcomes.inc({ group, type: event.type, outcome: 'dead' }),
  };
}
