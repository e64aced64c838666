import { GraphQLError, execute, parse, validate, type DocumentNode, type GraphQLSchema } from 'graphql';
import type { GraphQLDataSource } from '@apollo/gateway';

type ProcessOptions = Parameters<GraphQLDataSource['process']>[0];
type ProcessResult = Awaited<ReturnType<GraphQLDataSource['process']>>;

/**
 * A subgraph in the same process: its schema is executed by graphql-js, without HTTP, and without printing and parsing the
 * query where a compiled plan hands it over as a document. Plans are made from the supergraph, so they are not validated
 * against the subgraph again; other requests, such as a health check, are.
 */
export class InProcessDataSource implements GraphQLDataSource {
  readonly #schema: GraphQLSchema;
  readonly #contextValue: (options: ProcessOptions) => unknown;

  /** @param options.contextValue what resolvers get as their context; the client's context unless given */
  constructor(options: { schema: GraphQLSchema; contextValue?: (options: ProcessOptions) => unknown }) {
    this.#schema = options.schema;
    this.#contextValue = options.contextValue ?? ((incoming) => incoming.context);
  }

  async process(options: ProcessOptions): Promise<ProcessResult> {
    const { request } = options;
    const given = 'document' in options ? options.document : undefined;
    const document = given ?? this.#parsed(request.query ?? '');
    if ('errors' in document) return { errors: document.errors.map((error) => error.toJSON()) };
    const { data, errors } = await execute({
      schema: this.#schema,
      document,
      variableValues: request.variables ?? {},
      operationName: request.operationName ?? null,
      contextValue: this.#contextValue(options),
    });
    return {
      ...(data === undefined ? {} : { data }),
      ...(errors === undefined ? {} : { errors: errors.map((error) => error.toJSON()) }),
    };
  }

  #parsed(query: string): DocumentNode | { readonly errors: readonly GraphQLError[] } {
    try {
      const document = parse(query);
      const errors = validate(this.#schema, document);
      return errors.length === 0 ? document : { errors };
    } catch (error) {
      if (error instanceof GraphQLError) return { errors: [error] };
      throw error;
    }
  }
}
