import { fastify } from 'fastify';
import type { Metrics } from './metrics.ts';

/**
 * Answers `GET /metrics` on a port of its own, so that what a monitoring system may read is nothing that a client can reach.
 * @param options.port 0 for any free one
 */
export async function serveMetrics(options: {
  metrics: Metrics;
  host: string;
  port: number;
}): Promise<{ url: string; close: () => Promise<void> }> {
  const { metrics, host, port } = options;
  const server = fastify({ forceCloseConnections: true });
  server.get('/metrics', async (_request, reply) => reply.type(metrics.contentType).send(await metrics.text()));
  const origin = await server.listen({ host, port });
  return { url: `${origin}/metrics`, close: () => server.close() };
}
