import type { Observer } from '@mosaico/plan-executor';
import type { Metrics } from '@mosaico/service';

/** Counts and times what the gateway does for an operation beside waiting for its subgraphs, and that. */
export function measureGraph(metrics: Metrics): Observer {
  const buckets = [0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5];
  const plan = metrics.histogram({
    name: 'mosaico_gateway_plan_seconds',
    help: 'Planning and compiling an operation that was not in the cache.',
    buckets,
  });
  const fetch = metrics.histogram({
    name: 'mosaico_gateway_fetch_seconds',
    help: 'One request to a subgraph, and whether it answered.',
    labelNames: ['subgraph', 'answered'],
    buckets,
  });
  const shape = metrics.histogram({
    name: 'mosaico_gateway_shape_seconds',
    help: "Putting an answer into the client's order.",
    buckets,
  });
  const shared = metrics.counter({
    name: 'mosaico_gateway_representations_total',
    help: 'Entities that plans needed, and representations sent for them: equal ones are sent once.',
    labelNames: ['what'],
  });
  const stock = metrics.counter({
    name: 'mosaico_gateway_stock_executions_total',
    help: "Operations that ran in @apollo/gateway's own executor, by the reason.",
    labelNames: ['reason'],
  });
  return {
    planned: ({ ms }) => plan.observe(ms / 1000),
    fetched({ subgraph, ms, entities, representations, answered }) {
      fetch.observe({ subgraph, answered: String(answered) }, ms / 1000);
      if (entities === 0) return;
      shared.inc({ what: 'needed' }, entities);
      shared.inc({ what: 'sent' }, representations);
    },
    shaped: ({ ms }) => shape.observe(ms / 1000),
    fellBack: ({ reason }) => stock.inc({ reason }),
  };
}
