import { createTraceState, isSpanContextValid, type SpanContext } from '@opentelemetry/api';

/** `traceparent`, and `tracestate` where there is one: https://www.w3.org/TR/trace-context/ */
export type TraceHeaders = Readonly<Record<string, string>>;

const known = /^(?!ff)[\da-f]{2}-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})(-.*)?$/;

/** @returns null for what is no traceparent, or one of zeros */
export function readTraceparent(header: string | undefined, state: string | undefined): SpanContext | null {
  const [, traceId = '', spanId = '', flags = '00'] = known.exec(header?.trim() ?? '') ?? [];
  const read: SpanContext = {
    traceId,
    spanId,
    traceFlags: Number.parseInt(flags, 16) & 1,
    isRemote: true,
    ...(state === undefined ? {} : { traceState: createTraceState(state) }),
  };
  return isSpanContextValid(read) ? read : null;
}

/** None for a span that nobody records. */
export function traceHeadersOf(span: SpanContext): TraceHeaders {
  if (!isSpanContextValid(span)) return {};
  const state = span.traceState?.serialize() ?? '';
  return {
    traceparent: `00-${span.traceId}-${span.spanId}-0${span.traceFlags & 1}`,
    ...(state === '' ? {} : { tracestate: state }),
  };
}
