import {
  execute,
  getOperationAST,
  Kind,
  type ExecutionResult,
  type FormattedExecutionResult,
  type GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
} from 'graphql';
import { ErrorCode } from '../errors.ts';
import { beforeDeadline, DeadlinePassed, type Clock } from './deadline.ts';
import { coded, createDocumentReader } from './document-cache.ts';
import { deadlineExceeded, refuseLateOperations } from './late-operations.ts';

export interface Operation {
  readonly query: string;
  readonly variables?: Record<string, unknown> | undefined;
  readonly operationName?: string | undefined;
  /** What resolvers get as their context; each operation has its own. */
  readonly context: object;
  /** When it must be answered, on the scale of the clock; none when absent. */
  readonly deadlineAt?: number | undefined;
}

/** Answers operations; what is wrong with one is in its answer. */
export type OperationExecutor = (operation: Operation) => Promise<FormattedExecutionResult>;

/**
 * Executes operations on a schema, until their deadline and no longer, with the codes for a client's mistakes that Apollo Server has
 * (https://www.apollographql.com/docs/apollo-server/data/errors#built-in-error-codes).
 */
export function createOperationExecutor(options: {
  /** Its resolvers are made to refuse operations that are late. */
  schema: GraphQLSchema;
  /** Gives an error its final shape, codes it where it has none, and never throws. */
  formatError: (formatted: GraphQLFormattedError, error: GraphQLError) => GraphQLFormattedError;
  clock: Clock;
}): OperationExecutor {
  const { schema, clock } = options;
  const read = createDocumentReader(schema);
  const late = refuseLateOperations(schema);
  const format = (error: GraphQLError) => options.formatError(withCode(error), error);

  async function answer({ query, variables, operationName, context }: Operation): Promise<FormattedExecutionResult> {
    const found = read(query);
    if (found.kind === 'refused') return { errors: found.errors.map(format) };
    const { document } = found;
    const result: ExecutionResult = await execute({
      schema,
      document,
      contextValue: context,
      variableValues: variables,
      operationName,
    });
    const { data, errors } = result;
    if (errors === undefined) return data === undefined ? {} : { data };
    if (!getOperationAST(document, operationName))
      return { errors: errors.map((error) => format(coded(error, 'OPERATION_RESOLUTION_FAILURE'))) };
    const told = errors.map((error) => format(isOfVariable(error) ? coded(error, ErrorCode.badUserInput) : error));
    return data === undefined ? { errors: told } : { data, errors: told };
  }

  return async (operation) => {
    const { deadlineAt, context } = operation;
    if (deadlineAt === undefined) return answer(operation);
    if (deadlineAt <= clock.now()) return { errors: [format(deadlineExceeded())] };
    try {
      return await beforeDeadline(answer(operation), { deadlineAt, clock });
    } catch (error) {
      if (!(error instanceof DeadlinePassed)) throw error;
      late.add(context);
      return { errors: [format(deadlineExceeded())] };
    }
  };
}

function withCode(error: GraphQLError): GraphQLFormattedError {
  const { extensions } = error;
  return { ...error.toJSON(), extensions: { ...extensions, code: extensions['code'] ?? ErrorCode.internal } };
}

/** True for what graphql-js says of a variable whose value is missing or not of its type. */
function isOfVariable({ nodes, message, extensions }: GraphQLError): boolean {
  const [node, ...others] = nodes ?? [];
  if (node?.kind !== Kind.VARIABLE_DEFINITION || others.length > 0 || extensions['code'] !== undefined) return false;
  const name = node.variable.name.value;
  return [
    `Variable "$${name}" got invalid value `,
    `Variable "$${name}" of required type `,
    `Variable "$${name}" of non-null type `,
  ].some((beginning) => message.startsWith(beginning));
}
