import {
  collectDefaultMetrics,
  Counter,
  Gauge,
  Histogram,
  Registry,
  type CounterConfiguration,
  type GaugeConfiguration,
  type HistogramConfiguration,
} from 'prom-client';

/**
 * The metrics of one process, in Prometheus' terms. A metric is made by whoever first asks for its name; who asks later, as
 * the second subgraph of one process does, gets the same.
 */
export interface Metrics {
  counter<Label extends string>(options: CounterConfiguration<Label>): Counter<Label>;
  gauge<Label extends string>(options: GaugeConfiguration<Label>): Gauge<Label>;
  histogram<Label extends string>(options: HistogramConfiguration<Label>): Histogram<Label>;
  /**
   * Has something done each time before the metrics are told: for gauges whose values are read where they arise.
   * @returns how to end it
   */
  beforeText(measure: () => void): () => void;
  /** All of them, in Prometheus' text format. */
  text(): Promise<string>;
  readonly contentType: string;
}

/** @param options.ofProcess adds what Node itself tells: heap, event loop lag, garbage collection, file handles */
export function createMetrics(options: { ofProcess?: boolean } = {}): Metrics {
  const registry = new Registry();
  if (options.ofProcess === true) collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const measures = new Set<() => void>();
  const known = <Made>(name: string, make: () => Made): Made =>
    (registry.getSingleMetric(name) as Made | undefined) ?? make();
  return {
    counter: (configuration) => known(configuration.name, () => new Counter({ ...configuration, registers })),
    gauge: (configuration) => known(configuration.name, () => new Gauge({ ...configuration, registers })),
    histogram: (configuration) => known(configuration.name, () => new Histogram({ ...configuration, registers })),
    beforeText(measure) {
      measures.add(measure);
      return () => void measures.delete(measure);
    },
    text() {
      for (const measure of measures) measure();
      return registry.metrics();
    },
    contentType: registry.contentType,
  };
}
