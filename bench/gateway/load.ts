import autocannon from 'autocannon';
import { cpuMsOf, type Served } from './processes.ts';

/** What one server took in one round. */
export interface Round {
  readonly perSecond: number;
  /** CPU time of the server's process a request, in milliseconds. */
  readonly cpuMs: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

/** One request, asked again and again. */
export interface Asked {
  readonly method: 'GET' | 'POST';
  /** Below the server's URL; its root unless said otherwise. */
  readonly path?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** What each request has of its own. */
  readonly ownHeaders?: () => Record<string, string>;
}

/**
 * Asks by connections that each wait for their answer.
 * @param options.perSecond at most so many requests, all together; as many as the server takes unless given
 * @throws when a request fails
 */
export async function load(
  { url, pid }: Served,
  options: Asked & { connections: number; seconds: number; perSecond?: number },
): Promise<Round> {
  const { connections, seconds, perSecond, method, path, headers, body, ownHeaders } = options;
  const before = cpuMsOf(pid);
  const result = await autocannon({
    url,
    connections,
    duration: seconds,
    ...(perSecond === undefined ? {} : { overallRate: perSecond }),
    requests: [
      {
        method,
        headers: { ...headers },
        ...(path === undefined ? {} : { path }),
        ...(body === undefined ? {} : { body }),
        ...(ownHeaders === undefined
          ? {}
          : { setupRequest: (request) => ({ ...request, headers: { ...request.headers, ...ownHeaders() } }) }),
      },
    ],
  });
  const failed = result.errors + result.timeouts + result.non2xx;
  if (failed > 0) throw new Error(`${failed} requests to ${url} failed.`);
  const { total } = result.requests;
  return {
    perSecond: total / result.duration,
    cpuMs: (cpuMsOf(pid) - before) / total,
    p50: result.latency.p50,
    p99: result.latency.p99,
  };
}
