import { describe, expect, test } from '@jest/globals';
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import type { CompiledGatewayOptions } from '../src/index.ts';
import { readTraceparent } from '../src/tracing/traceparent.ts';
import { loadSmallGraph, type SmallSubgraph } from './support/small-graph.ts';

const graph: Record<string, SmallSubgraph> = {
  lists: {
    sdl: 'type Query { top: [Product] } type Product @key(fields: "id") { id: ID! }',
    resolvers: { Query: { top: () => [{ id: 'p1' }, { id: 'p2' }, { id: 'p1' }] } },
  },
  names: {
    sdl: 'type Query { fails: Int } type Product @key(fields: "id") { id: ID! name: String }',
    resolvers: {
      Query: {
        fails: () => {
          throw new Error('no number');
        },
      },
      Product: { name: ({ id }: { id: string }) => `name of ${id}` },
    },
  },
};

async function traced(options: CompiledGatewayOptions = {}) {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  const loaded = await loadSmallGraph(graph, { tracer: provider.getTracer('test'), ...options });
  /** In the order in which they ended. */
  const spans = () =>
    exporter.getFinishedSpans().map((span) => ({
      ...{ name: span.name, kind: span.kind, attributes: span.attributes, status: span.status },
      ...{ parentSpanId: span.parentSpanId, spanId: span.spanContext().spanId, traceId: span.spanContext().traceId },
    }));
  return { ...loaded, spans };
}

const named = 'query Named { top { id name } }';

describe('with a tracer', () => {
  test('an operation has a span, below it those of its plan, each fetch and the shaping; a plan that is known has none', async () => {
    const { compiled, spans } = await traced();
    await compiled(named);
    const below = spans();
    const request = below.pop();
    expect(request).toMatchObject({
      name: 'gateway.request',
      kind: SpanKind.SERVER,
      attributes: { 'graphql.operation.name': 'Named', 'graphql.operation.type': 'query' },
      parentSpanId: undefined,
      status: { code: SpanStatusCode.UNSET },
    });
    expect(below.map(({ name }) => name)).toEqual([
      'gateway.plan',
      'gateway.fetch',
      'gateway.fetch',
      'gateway.postprocessing',
    ]);
    for (const { parentSpanId, traceId } of below)
      expect([parentSpanId, traceId]).toEqual([request?.spanId, request?.traceId]);
    expect(below.filter(({ kind }) => kind === SpanKind.CLIENT).map(({ attributes }) => attributes)).toEqual([
      { service: 'lists', entities: 0, representations: 0, fetches: 1 },
      { service: 'names', entities: 3, representations: 2, fetches: 1 },
    ]);
    await compiled(named);
    expect(spans().filter(({ name }) => name === 'gateway.plan')).toHaveLength(1);
    expect(spans()).toHaveLength(9);
  });

  test('a subgraph is told the fetch that it works for', async () => {
    const { compiled, spans, sent } = await traced();
    await compiled(named);
    const fetches = spans().filter(({ name }) => name === 'gateway.fetch');
    expect(sent.map(({ traceHeaders }) => traceHeaders)).toEqual(
      fetches.map(({ traceId, spanId }) => ({ traceparent: `00-${traceId}-${spanId}-01` })),
    );
  });

  test("an operation is below the span that the client's traceparent names", async () => {
    const { compiled, spans, sent } = await traced();
    const headers = { traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`, tracestate: 'vendor=x' };
    await compiled({ query: '{ top { id } }', headers });
    expect(spans().at(-1)).toMatchObject({ traceId: 'a'.repeat(32), parentSpanId: 'b'.repeat(16) });
    expect(sent[0]?.traceHeaders).toMatchObject({
      traceparent: expect.stringMatching(`^00-${'a'.repeat(32)}-`),
      tracestate: 'vendor=x',
    });
  });

  test('an operation with errors is marked, and nothing that they say is in the trace', async () => {
    const { compiled, spans } = await traced();
    await compiled('{ fails }');
    expect(spans().at(-1)?.status).toEqual({ code: SpanStatusCode.ERROR, message: '1 errors' });
    expect(JSON.stringify(spans())).not.toContain('no number');
  });

  test('what the stock executor runs has the span of its operation, and of the plan that was tried', async () => {
    const { compiled, spans } = await traced();
    await compiled('{ __schema { queryType { name } } }');
    expect(spans().map(({ name }) => name)).toEqual(['gateway.plan', 'gateway.request']);
  });
});

test('without a tracer a subgraph is told nothing of traces', async () => {
  const { compiled, sent } = await loadSmallGraph(graph);
  await compiled(named);
  expect(sent.map((each) => each.traceHeaders)).toEqual([undefined, undefined]);
});

describe('a traceparent', () => {
  const [traceId, spanId] = ['0af7651916cd43dd8448eb211c80319c', 'b7ad6b7169203331'];

  test.each([
    [`00-${traceId}-${spanId}-01`, 1],
    [`00-${traceId}-${spanId}-00`, 0],
    [`cc-${traceId}-${spanId}-03-of-a-later-version`, 1],
  ])('is read: %s', (header, traceFlags) => {
    expect(readTraceparent(header, undefined)).toEqual({ traceId, spanId, traceFlags, isRemote: true });
  });

  test.each([
    undefined,
    '',
    'nonsense',
    `ff-${traceId}-${spanId}-01`,
    `00-${'0'.repeat(32)}-${spanId}-01`,
    `00-${traceId}-${'0'.repeat(16)}-01`,
    `00-${traceId.toUpperCase()}-${spanId}-01`,
    `00-${traceId}-${spanId}`,
  ])('is passed over: %s', (header) => {
    expect(readTraceparent(header, undefined)).toBeNull();
  });
});
