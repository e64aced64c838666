import type { FastifyInstance } from 'fastify';
import { isUnavailable } from './errors.ts';
import type { Logger } from './logger.ts';

/** A request from outside of the graph as it was sent: its signature is of these bytes. */
export interface WebhookRequest {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** Answers with an HTTP status and what is said as JSON. Rejects for what the sender is to send again. */
export type WebhookHandler = (request: WebhookRequest) => Promise<{ readonly status: number; readonly body: object }>;

/** By their paths, such as `/webhooks/payments`. Whoever answers decides whom to believe: they come without any login. */
export type Webhooks = Readonly<Record<string, WebhookHandler>>;

/** The largest body, in bytes. */
const bodyLimit = 262_144;
/** What of a request goes with it to another process. */
const forwardedHeaders = /^(content-type|x-request-id|[a-z-]*signature)$/;

/** `POST` at each path, for bodies of any type. */
export function addWebhooks(
  server: FastifyInstance,
  { webhooks, logger }: { webhooks: Webhooks; logger: Logger },
): void {
  void server.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit }, (_request, body, parsed) => parsed(null, body));
    for (const [path, handler] of Object.entries(webhooks)) {
      scope.post(path, { bodyLimit }, async (request, reply) => {
        const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        const headers = Object.fromEntries(
          Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]),
        );
        try {
          const answer = await handler({ body, headers });
          return await reply.code(answer.status).send(answer.body);
        } catch (error) {
          const isAway = isUnavailable(error);
          logger[isAway ? 'warn' : 'error']({ err: error, path }, 'a webhook was not followed');
          return reply.code(isAway ? 503 : 500).send({ message: 'This was not followed. Send it again later.' });
        }
      });
    }
    done();
  });
}

/** Has another process answer. @param url where it does */
export function forwardWebhook({ url, timeoutMs }: { url: string; timeoutMs: number }): WebhookHandler {
  return async ({ body, headers }) => {
    const passed = Object.entries(headers).filter(
      (header): header is [string, string] => header[1] !== undefined && forwardedHeaders.test(header[0]),
    );
    const response = await fetch(url, {
      method: 'POST',
      headers: Object.fromEntries(passed),
      body: new Uint8Array(body),
      signal: AbortSignal.timeout(timeoutMs),
    }).catch((cause: unknown) => {
      throw Object.assign(new Error(`${new URL(url).pathname} does not answer.`, { cause }), { code: 'ECONNREFUSED' });
    });
    return { status: response.status, body: (await response.json()) as object };
  };
}
