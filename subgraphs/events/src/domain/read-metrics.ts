import { badUserInput } from '@mosaico/service';
import { stretchesIn, type MetricPoint, type MetricRange, type MetricStore } from '../store/metric-store.ts';
import { requireEventType } from './event-rules.ts';

/** A week of minutes. */
const maxPoints = 10_080;

/** @throws BAD_USER_INPUT for a name that no measure can have, and for a range that is empty or too long for its resolution. */
export async function readMetrics(range: MetricRange, metrics: MetricStore): Promise<MetricPoint[]> {
  requireEventType('name', range.name);
  const { from, to, resolution } = range;
  if (to.getTime() <= from.getTime()) {
    throw badUserInput(`to must be after from, ${from.toISOString()}; got ${to.toISOString()}.`);
  }
  const points = stretchesIn(range);
  if (points > maxPoints) {
    throw badUserInput(`from and to must span at most ${maxPoints} points of a ${resolution}; got ${points}.`);
  }
  return metrics.points(range);
}
