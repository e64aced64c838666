import type { Tracer } from '@opentelemetry/api';

/** Where a process sends its spans. */
export interface Tracing {
  readonly tracer: Tracer;
  /** Sends what is left. Never rejects: a collector that is away stops nobody. */
  readonly close: () => Promise<void>;
}

/**
 * Sends spans to a collector by OTLP over HTTP, in batches, so that no request waits for it.
 * @param options.config its endpoint is the collector's root, such as `http://127.0.0.1:4318`; nothing is opened without one
 * @param options.name what the process is called in traces
 * @returns null where nobody wants spans
 */
export async function openTracing(options: {
  config: { readonly OTEL_EXPORTER_OTLP_ENDPOINT?: string | undefined };
  name: string;
}): Promise<Tracing | null> {
  const endpoint = options.config.OTEL_EXPORTER_OTLP_ENDPOINT;
  if (endpoint === undefined) return null;
  // Loaded here, so that a process without a collector starts without them. @apollo/gateway has them all installed already.
  const [
    { Resource },
    { BasicTracerProvider, BatchSpanProcessor },
    { OTLPExporterBase },
    http,
    { JsonTraceSerializer },
  ] = await Promise.all([
    import('@opentelemetry/resources'),
    import('@opentelemetry/sdk-trace-base'),
    import('@opentelemetry/otlp-exporter-base'),
    import('@opentelemetry/otlp-exporter-base/node-http'),
    import('@opentelemetry/otlp-transformer'),
  ]);
  const delegate = http.createOtlpHttpExportDelegate(
    {
      url: `${endpoint.replace(/\/$/, '')}/v1/traces`,
      headers: () => ({ 'content-type': 'application/json' }),
      agentOptions: { keepAlive: true },
      timeoutMillis: 5_000,
      concurrencyLimit: 4,
      compression: 'none',
    },
    JsonTraceSerializer,
  );
  const exporter = new OTLPExporterBase(delegate);
  const provider = new BasicTracerProvider({
    resource: new Resource({ 'service.name': options.name }),
    spanProcessors: [new BatchSpanProcessor(exporter)],
  });
  return {
    tracer: provider.getTracer('mosaico'),
    close: () => provider.shutdown().catch(() => undefined),
  };
}
