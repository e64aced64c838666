import { Client, Pool, type Dispatcher } from 'undici';
import { readBody } from './read-body.ts';

/** Posts JSON to one address and reads the text that comes back. */
export interface HttpTransport {
  /** @throws when no answer came in time, or one that is larger than it may be */
  send(request: HttpRequest): Promise<HttpAnswer>;
  /** Ends idle connections, and others when they have answered. */
  close(): Promise<void>;
}

export interface HttpRequest {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  /** On the scale of `performance.now()`. */
  readonly deadlineAt: number;
  /** Whether it may be sent twice: once more on a fresh connection, when the first one broke before an answer came. */
  readonly idempotent: boolean;
}

export interface HttpAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
}

/** A keep-alive pool of connections to one address. Idle ones do not keep the process alive. */
export function createHttpTransport(options: {
  url: string;
  /** Uncompressed. */
  maxResponseBytes: number;
  connections: number;
  /** Whether answers may come compressed. */
  compression: boolean;
}): HttpTransport {
  const { maxResponseBytes, compression } = options;
  const { origin, pathname, search } = new URL(options.url);
  // Each request has its own deadline.
  const limits = { maxResponseSize: maxResponseBytes, headersTimeout: 0, bodyTimeout: 0 };
  const pool = new Pool(origin, { connections: options.connections, ...limits });

  async function sendBy(dispatcher: Dispatcher, { body, headers, deadlineAt }: HttpRequest): Promise<HttpAnswer> {
    const controller = new AbortController();
    const left = Math.max(0, Math.min(deadlineAt - performance.now(), 2 ** 31 - 1));
    const timer = setTimeout(() => controller.abort(new Error('The deadline has passed.')), left);
    try {
      const response = await dispatcher.request({
        method: 'POST',
        path: pathname + search,
        headers: {
          ...headers,
          'content-type': 'application/json',
          ...(compression ? { 'accept-encoding': 'br, gzip' } : {}),
        },
        body,
        signal: controller.signal,
      });
      return {
        status: response.statusCode,
        contentType: String(response.headers['content-type'] ?? ''),
        text: await readBody(response.body, response.headers['content-encoding'], maxResponseBytes),
      };
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    async send(request) {
      try {
        return await sendBy(pool, request);
      } catch (error) {
        // The other side may have closed the connection while it was idle.
        if (!request.idempotent || !isBroken(error)) throw error;
        const fresh = new Client(origin, limits);
        try {
          return await sendBy(fresh, request);
        } finally {
          await fresh.destroy();
        }
      }
    },
    close: () => pool.close(),
  };
}

function isBroken(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return code === 'UND_ERR_SOCKET' || code === 'ECONNRESET' || code === 'EPIPE';
}
