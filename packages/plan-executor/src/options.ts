import type { Tracer } from '@opentelemetry/api';

/** What a user of `compiledGateway` may choose; every field has a default. */
export interface CompiledGatewayOptions {
  /** `false` leaves everything to the stock executor. True unless said otherwise. */
  readonly enabled?: boolean;
  /** About how much memory compiled operations may hold, in bytes; the least recently used go first. 32 MiB. */
  readonly cacheBytes?: number;
  /** Fetches of entities that one step of a plan sends to one subgraph go as one request. True. */
  readonly mergeFetches?: boolean;
  /** Operations that differ in literals of built-in scalars and enums only share one plan. True. */
  readonly normalizeLiterals?: boolean;
  /** How long one operation of a client may take, all its fetches together, in milliseconds; no limit unless given. */
  readonly deadlineMs?: number;
  /**
   * Of OpenTelemetry: each operation gets a span with spans for its plan, its fetches and its shaping, and subgraphs are told whose
   * work they do. No spans unless given.
   */
  readonly tracer?: Tracer;
  /** Told what the executor does; for metrics. Must not throw. */
  readonly observer?: Observer;
}

/** Durations are in milliseconds. What is not given is not measured. */
export interface Observer {
  /** An operation was planned and compiled. */
  readonly planned?: (event: { operation: string | null; ms: number }) => void;
  /** One request to a subgraph has ended. */
  readonly fetched?: (event: Fetched) => void;
  /** The answer was put in the client's order. */
  readonly shaped?: (event: { operation: string | null; ms: number }) => void;
  /** The stock executor ran instead, for this reason. */
  readonly fellBack?: (event: { operation: string | null; reason: string }) => void;
}

export interface Fetched {
  readonly subgraph: string;
  readonly ms: number;
  /** Entities that the plan needed, and representations that were sent: equal ones go once. Both 0 for root fields. */
  readonly entities: number;
  readonly representations: number;
  /** Fetches of the plan that this one request answered. */
  readonly fetches: number;
  /** False when the subgraph did not answer at all. */
  readonly answered: boolean;
}
