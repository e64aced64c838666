import {
  context,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
  type Context,
  type Span,
  type Tracer,
} from '@opentelemetry/api';
import { readTraceparent, traceHeadersOf, type TraceHeaders } from './traceparent.ts';
import type { RequestContext } from '../stock.ts';

/** The spans of one operation, of the names that @apollo/gateway's own executor gives them. */
export interface OperationTrace {
  /** Runs work inside a span below that of the operation. It ends with the work, as an error when that throws. */
  span<Result>(name: SpanName, attributes: Attributes, work: (span: OpenSpan) => Result): Result;
  /** Ends the operation's own span. @param errors how many the answer has; null when there is none */
  end(errors: number | null): void;
}

type SpanName = 'gateway.plan' | 'gateway.fetch' | 'gateway.postprocessing';

export interface OpenSpan {
  /** What tells the receiver of a request that it works for this span (W3C Trace Context). */
  readonly headers: () => TraceHeaders;
  readonly fail: (message: string) => void;
}

/**
 * Starts the span of an operation: below the span that is active, or else below the one that the client named in `traceparent`.
 */
export function startOperationTrace(tracer: Tracer, requestContext: RequestContext): OperationTrace {
  const { operationName, operation, request } = requestContext;
  const attributes: Attributes = {
    // Some callers leave it out.
    ...((operation as typeof operation | undefined) ? { 'graphql.operation.type': operation.operation } : {}),
    ...(operationName ? { 'graphql.operation.name': operationName } : {}),
  };
  const parent = parentOf((name) => request.http?.headers.get(name) ?? undefined);
  const own = tracer.startSpan('gateway.request', { kind: SpanKind.SERVER, attributes }, parent);
  const below = trace.setSpan(parent, own);
  return {
    span(name, given, work) {
      const kind = name === 'gateway.fetch' ? SpanKind.CLIENT : SpanKind.INTERNAL;
      const span = tracer.startSpan(name, { kind, attributes: given }, below);
      const open: OpenSpan = {
        headers: () => traceHeadersOf(span.spanContext()),
        fail: (message) => fail(span, message),
      };
      return untilEnd(span, () => context.with(trace.setSpan(below, span), work, undefined, open));
    },
    end(errors) {
      if (errors !== 0) fail(own, errors === null ? 'no answer' : `${errors} errors`);
      own.end();
    },
  };
}

function parentOf(header: (name: string) => string | undefined): Context {
  const active = context.active();
  if (trace.getSpan(active) !== undefined) return active;
  const remote = readTraceparent(header('traceparent'), header('tracestate'));
  return remote === null ? active : trace.setSpanContext(ROOT_CONTEXT, remote);
}

/** Ends a span when its work has; what that throws goes on, and is told by its class only: a message may hold anything. */
function untilEnd<Result>(span: Span, work: () => Result): Result {
  const failed = (thrown: unknown): never => {
    fail(span, Error.isError(thrown) ? thrown.name : 'thrown');
    span.end();
    throw thrown;
  };
  let result: Result;
  try {
    result = work();
  } catch (thrown) {
    return failed(thrown);
  }
  if (!(result instanceof Promise)) {
    span.end();
    return result;
  }
  return result.then((value: unknown) => {
    span.end();
    return value;
  }, failed) as Result;
}

function fail(span: Span, message: string): void {
  span.setStatus({ code: SpanStatusCode.ERROR, message });
}
