import type { GraphQLDataSource } from '@apollo/gateway';
import { GraphQLError, Kind, OperationTypeNode, parse, type FormattedExecutionResult } from 'graphql';
import { Client, Pool, type Dispatcher } from 'undici';
import type { DeadlineOptions } from '../fetch/ask.ts';
import { unavailableCode } from '../fetch/errors.ts';
import { readBody } from './read-body.ts';

type ProcessOptions = Parameters<GraphQLDataSource['process']>[0];
type ProcessResult = Awaited<ReturnType<GraphQLDataSource['process']>>;

export interface HttpDataSourceOptions {
  /** Where the subgraph answers, for example `http://127.0.0.1:4001/graphql`. */
  readonly url: string;
  /** Headers that depend on the request; `content-type` and `accept` are set. None unless given. */
  readonly headers?: (options: ProcessOptions) => Record<string, string> | Promise<Record<string, string>>;
  /** How long one request may take, in milliseconds; an operation's own deadline may be nearer. 10,000. */
  readonly timeoutMs?: number;
  /** The largest answer that is read, in bytes, uncompressed. 32 MiB. */
  readonly maxResponseBytes?: number;
  /** How many connections are kept at most. 64. */
  readonly connections?: number;
  /** Whether answers may come compressed. Pays where the network is slower than zlib: false unless said otherwise. */
  readonly compression?: boolean;
  /**
   * Whose request it is, for queries in flight that may be answered together: equal queries with equal keys are sent once.
   * Null for one that must not be shared. Nothing is shared unless given.
   */
  readonly shareKey?: (options: ProcessOptions) => string | null;
}

/** A subgraph over HTTP, with one keep-alive pool of connections. */
export class HttpDataSource implements GraphQLDataSource {
  readonly #options: Required<Pick<HttpDataSourceOptions, 'timeoutMs' | 'maxResponseBytes' | 'compression'>> &
    HttpDataSourceOptions;
  readonly #pool: Pool;
  readonly #origin: string;
  readonly #path: string;
  readonly #inFlight = new Map<string, Promise<string>>();

  constructor(options: HttpDataSourceOptions) {
    this.#options = { timeoutMs: 10_000, maxResponseBytes: 32 * 2 ** 20, compression: false, ...options };
    const { origin, pathname, search } = new URL(options.url);
    this.#origin = origin;
    this.#path = pathname + search;
    this.#pool = new Pool(origin, { connections: options.connections ?? 64, ...this.#limits() });
  }

  async process(options: ProcessOptions): Promise<ProcessResult> {
    const { query = '', variables, operationName } = options.request;
    const body = JSON.stringify({ query, variables, operationName });
    const text = await this.#share(options, body, () => this.#send(options, body));
    return answerOf(text);
  }

  /** Ends idle connections, and others when they have answered. */
  async close(): Promise<void> {
    await this.#pool.close();
  }

  #limits() {
    return { maxResponseSize: this.#options.maxResponseBytes, headersTimeout: 0, bodyTimeout: 0 };
  }

  /** The text is shared and not what it parses to: each operation merges other data into its own. */
  async #share(options: ProcessOptions, body: string, send: () => Promise<string>): Promise<string> {
    const owner = this.#options.shareKey?.(options) ?? null;
    if (owner === null || isMutation(options)) return send();
    const key = `${owner}\n${body}`;
    const known = this.#inFlight.get(key);
    if (known !== undefined) return known;
    const sent = send().finally(() => this.#inFlight.delete(key));
    this.#inFlight.set(key, sent);
    return sent;
  }

  async #send(options: ProcessOptions, body: string): Promise<string> {
    const deadlineAt = Math.min(
      performance.now() + this.#options.timeoutMs,
      (options as DeadlineOptions).deadlineAt ?? Infinity,
    );
    const request: Dispatcher.RequestOptions = {
      method: 'POST',
      path: this.#path,
      headers: {
        ...(await this.#options.headers?.(options)),
        'content-type': 'application/json',
        accept: 'application/graphql-response+json, application/json;q=0.9',
        ...(this.#options.compression ? { 'accept-encoding': 'br, gzip' } : {}),
      },
      body,
    };
    try {
      return await this.#request(this.#pool, request, deadlineAt);
    } catch (error) {
      // The connection may have been closed by the other side while it was idle; a mutation may have been done all the same.
      if (!isBroken(error) || isMutation(options)) throw unavailable(error);
      const client = new Client(this.#origin, this.#limits());
      try {
        return await this.#request(client, request, deadlineAt);
      } catch (second) {
        throw unavailable(second);
      } finally {
        void client.destroy();
      }
    }
  }

  async #request(dispatcher: Dispatcher, request: Dispatcher.RequestOptions, deadlineAt: number): Promise<string> {
    const controller = new AbortController();
    const timer = setTimeout(
      () => controller.abort(new Error('The deadline has passed.')),
      Math.max(0, deadlineAt - performance.now()),
    );
    try {
      const { statusCode, headers, body } = await dispatcher.request({ ...request, signal: controller.signal });
      const text = await readBody(body, headers['content-encoding'], this.#options.maxResponseBytes);
      // GraphQL over HTTP lets an answer with errors come with another status; what is no JSON is refused where it is parsed.
      if (statusCode >= 500 && !isJson(headers['content-type']))
        throw new Error(`The subgraph answered with HTTP status ${statusCode}.`);
      return text;
    } finally {
      clearTimeout(timer);
    }
  }
}

function answerOf(text: string): FormattedExecutionResult {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch (cause) {
    throw unavailable(cause);
  }
  if (typeof answer !== 'object' || answer === null || !('data' in answer || 'errors' in answer))
    throw unavailable(new Error('The subgraph answered with something that is no answer of GraphQL.'));
  return answer as FormattedExecutionResult;
}

function isJson(contentType: string | string[] | undefined): boolean {
  return String(contentType).includes('json');
}

/** Connections that ended before an answer came: what a fresh one may mend. */
function isBroken(error: unknown): boolean {
  const code = (error as { code?: unknown }).code;
  return code === 'UND_ERR_SOCKET' || code === 'ECONNRESET' || code === 'EPIPE';
}

function isMutation(options: ProcessOptions): boolean {
  const { query = '' } = options.request;
  if (query.startsWith('query') || query.startsWith('{')) return false;
  const document = ('document' in options && options.document) || parse(query, { noLocation: true });
  return document.definitions.some(
    (definition) => definition.kind === Kind.OPERATION_DEFINITION && definition.operation !== OperationTypeNode.QUERY,
  );
}

/** Says nothing of hosts and ports: the cause has that, for the log. */
function unavailable(cause: unknown): GraphQLError {
  return new GraphQLError('A subgraph does not answer.', {
    originalError: Error.isError(cause) ? cause : new Error(String(cause)),
    extensions: { code: unavailableCode },
  });
}
