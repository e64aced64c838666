import type { GraphQLDataSource } from '@apollo/gateway';
import { GraphQLError, Kind, OperationTypeNode, parse, type FormattedExecutionResult } from 'graphql';
import type { FetchOptions } from '../fetch/ask.ts';
import { unavailableCode } from '../fetch/errors.ts';
import { createHttpTransport, type HttpTransport } from './http-transport.ts';

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
  readonly #options: HttpDataSourceOptions;
  readonly #transport: HttpTransport;
  readonly #inFlight = new Map<string, Promise<string>>();

  constructor(options: HttpDataSourceOptions) {
    const { url, maxResponseBytes = 32 * 2 ** 20, connections = 64, compression = false } = options;
    this.#options = options;
    this.#transport = createHttpTransport({ url, maxResponseBytes, connections, compression });
  }

  async process(options: ProcessOptions): Promise<ProcessResult> {
    const { query = '', variables, operationName } = options.request;
    const body = JSON.stringify({ query, variables, operationName });
    try {
      return answerOf(await this.#share(options, body));
    } catch (cause) {
      // Says nothing of hosts and ports: the cause has that, for the log.
      throw new GraphQLError('A subgraph does not answer.', {
        originalError: Error.isError(cause) ? cause : new Error(String(cause)),
        extensions: { code: unavailableCode },
      });
    }
  }

  /** Ends idle connections, and others when they have answered. */
  async close(): Promise<void> {
    await this.#transport.close();
  }

  /** The text is shared and not what it parses to: each operation merges other data into its own. */
  async #share(options: ProcessOptions, body: string): Promise<string> {
    const isQuery = !isMutation(options);
    const owner = isQuery ? (this.#options.shareKey?.(options) ?? null) : null;
    if (owner === null) return this.#send(options, body, isQuery);
    const key = `${owner}\n${body}`;
    const known = this.#inFlight.get(key);
    if (known !== undefined) return known;
    const sent = this.#send(options, body, isQuery).finally(() => this.#inFlight.delete(key));
    this.#inFlight.set(key, sent);
    return sent;
  }

  async #send(options: ProcessOptions, body: string, idempotent: boolean): Promise<string> {
    const { headers, timeoutMs = 10_000 } = this.#options;
    const startedAt = performance.now();
    const { status, contentType, text } = await this.#transport.send({
      body,
      headers: {
        accept: 'application/graphql-response+json, application/json;q=0.9',
        ...(options as FetchOptions).traceHeaders,
        ...(await headers?.(options)),
      },
      deadlineAt: Math.min(startedAt + timeoutMs, (options as FetchOptions).deadlineAt ?? Infinity),
      idempotent,
    });
    // GraphQL over HTTP lets an answer with errors come with another status, as JSON.
    if (status >= 400 && !contentType.includes('json'))
      throw new Error(`The subgraph answered with HTTP status ${status}.`);
    return text;
  }
}

/** @throws for what is no answer of GraphQL, such as the page of some other server */
function answerOf(text: string): FormattedExecutionResult {
  const answer: unknown = JSON.parse(text);
  if (typeof answer === 'object' && answer !== null && ('data' in answer || 'errors' in answer))
    return answer as FormattedExecutionResult;
  throw new Error('The subgraph answered with something that is no answer of GraphQL.');
}

function isMutation(options: ProcessOptions): boolean {
  const { query = '' } = options.request;
  if (/^\s*(query|\{)/.test(query)) return false;
  const document = ('document' in options && options.document) || parse(query, { noLocation: true });
  return document.definitions.some(
    (definition) => definition.kind === Kind.OPERATION_DEFINITION && definition.operation !== OperationTypeNode.QUERY,
  );
}
