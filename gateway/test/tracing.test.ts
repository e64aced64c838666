import { afterEach, expect, test } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { SubgraphExecutor } from '@mosaico/service';
import { openTracing } from '../src/index.ts';
import { startGateway, type RunningGateway } from './start-gateway.ts';

let running: RunningGateway | undefined;
let collector: Server | undefined;
afterEach(async () => {
  await running?.close();
  running = undefined;
  collector?.closeAllConnections();
  await new Promise((resolve) => (collector ? collector.close(resolve) : resolve(undefined)));
  collector = undefined;
});

interface Export {
  readonly resourceSpans: {
    readonly resource: { readonly attributes: { readonly key: string; readonly value: { stringValue?: string } }[] };
    readonly scopeSpans: { readonly spans: { readonly name: string; readonly traceId: string }[] }[];
  }[];
}

/** A collector of OpenTelemetry that keeps what it gets. */
async function startCollector(): Promise<{ url: string; got: { path: string | undefined; body: Export }[] }> {
  const got: { path: string | undefined; body: Export }[] = [];
  const server = (collector = createServer((request, response) => {
    void json(request).then((body) => {
      got.push({ path: request.url, body: body as Export });
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  }));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, got };
}

test('an operation is told to the collector with its fetches, whose subgraphs get the same trace', async () => {
  const { url, got } = await startCollector();
  const tracing = await openTracing({ config: { OTEL_EXPORTER_OTLP_ENDPOINT: `${url}/` }, name: 'a gateway' });
  const asked: (string | undefined)[] = [];
  const noting =
    (execute: SubgraphExecutor): SubgraphExecutor =>
    (request) => {
      asked.push(request.traceHeaders?.['traceparent']);
      return execute(request);
    };
  running = await startGateway({
    tracer: tracing?.tracer,
    overHttp: true,
    wrap: (executors) => Object.fromEntries(Object.entries(executors).map(([name, one]) => [name, noting(one)])),
  });
  const traceId = 'c'.repeat(32);
  const { body } = await running.ask('{ product(id: "p1") { name left } }', {
    traceparent: `00-${traceId}-${'d'.repeat(16)}-01`,
  });
  expect(body).toEqual({ data: { product: { name: 'French press', left: 7 } } });
  await tracing?.close();

  const exported = got.flatMap((each) => each.body.resourceSpans);
  const spans = exported.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans));
  expect(new Set(got.map(({ path }) => path))).toEqual(new Set(['/v1/traces']));
  expect(exported[0]?.resource.attributes).toContainEqual({
    key: 'service.name',
    value: { stringValue: 'a gateway' },
  });
  const ofRequest = spans.filter((span) => span.traceId === traceId).map(({ name }) => name);
  expect(ofRequest.toSorted()).toEqual([
    'gateway.fetch',
    'gateway.fetch',
    'gateway.plan',
    'gateway.postprocessing',
    'gateway.request',
  ]);
  expect(asked).toHaveLength(2);
  for (const traceparent of asked) expect(traceparent).toMatch(new RegExp(`^00-${traceId}-[\\da-f]{16}-01$`));
}, 60_000);

test('a collector that is away holds up neither an operation nor the end', async () => {
  const { url } = await startCollector();
  await new Promise((resolve) => collector?.close(resolve));
  const tracing = await openTracing({ config: { OTEL_EXPORTER_OTLP_ENDPOINT: url }, name: 'a gateway' });
  running = await startGateway({ tracer: tracing?.tracer });
  expect((await running.ask('{ product(id: "p1") { name } }')).body).toEqual({
    data: { product: { name: 'French press' } },
  });
  await expect(tracing?.close()).resolves.toBeUndefined();
}, 60_000);

test('nothing is opened where no endpoint is set', async () => {
  expect(await openTracing({ config: {}, name: 'a gateway' })).toBeNull();
});
