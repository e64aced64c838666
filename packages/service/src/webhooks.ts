import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isUnavailable } from './errors.ts';
import type { Logger } from './logger.ts';

/** A request from outside of the graph as it was sent: its signature is of these bytes. */
export interface WebhookRequest {
  readonly query: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** An HTTP status, and what is said: JSON, or a page as HTML, without anything that it would load. */
export interface WebhookAnswer {
  readonly status: number;
  readonly body: object | string;
}

/** Rejects for what the sender is to send again. */
export type WebhookHandler = (request: WebhookRequest) => Promise<WebhookAnswer>;

/**
 * By method and path, such as `POST /webhooks/payments`. Whoever answers decides whom to believe: they come without any login.
 */
export type Webhooks = Readonly<Record<`${'GET' | 'POST'} /${string}`, WebhookHandler>>;

/** The largest body, in bytes. */
const bodyLimit = 262_144;
/** What of a request goes with it to another process. */
const forwardedHeaders = /^(content-type|x-request-id|[a-z-]*signature)$/;
/** A page has no more than its text, and forms that are sent to where it came from. */
const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
};

/** Bodies are of any type. */
export function addWebhooks(
  server: FastifyInstance,
  { webhooks, logger }: { webhooks: Webhooks; logger: Logger },
): void {
  void server.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit }, (_request, body, parsed) => parsed(null, body));
    for (const [door, handler] of Object.entries(webhooks)) {
      const [method = '', url = ''] = door.split(' ');
      scope.route({ method, url, bodyLimit, handler: answer });

      async function answer(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
        const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        const headers = Object.fromEntries(
          Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]),
        );
        try {
          const said = await handler({ query: request.query as Record<string, string>, body, headers });
          return await reply
            .code(said.status)
            .headers(typeof said.body === 'string' ? pageHeaders : {})
            .send(said.body);
        } catch (error) {
          const isAway = isUnavailable(error);
          logger[isAway ? 'warn' : 'error']({ err: error, door }, 'a webhook was not followed');
          return reply.code(isAway ? 503 : 500).send({ message: 'This was not followed. Send it again later.' });
        }
      }
    }
    done();
  });
}

/** Has another process answer at the same doors. @param origin where it listens */
export function forwardWebhooks<Door extends keyof Webhooks>(
  doors: readonly Door[],
  { origin, timeoutMs }: { origin: string; timeoutMs: number },
): Record<Door, WebhookHandler> {
  const forward = (door: Door): WebhookHandler => {
    const [method = '', path = ''] = door.split(' ');
    return async ({ query, body, headers }) => {
      const url = new URL(path, origin);
      url.search = new URLSearchParams(query).toString();
      const passed = Object.entries(headers).filter(
        (header): header is [string, string] => header[1] !== undefined && forwardedHeaders.test(header[0]),
      );
      const response = await fetch(url, {
        method,
        headers: Object.fromEntries(passed),
        ...(method === 'GET' ? {} : { body: new Uint8Array(body) }),
        signal: AbortSignal.timeout(timeoutMs),
      }).catch((cause: unknown) => {
        throw Object.assign(new Error(`${path} does not answer.`, { cause }), { code: 'ECONNREFUSED' });
      });
      const isPage = response.headers.get('content-type')?.startsWith('text/html') ?? false;
      return { status: response.status, body: isPage ? await response.text() : ((await response.json()) as object) };
    };
  };
  return Object.fromEntries(doors.map((door) => [door, forward(door)])) as Record<Door, WebhookHandler>;
}
