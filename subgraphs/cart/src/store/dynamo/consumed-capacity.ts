import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Metrics } from '@mosaico/service';

/** The operations that tell what they consumed when they are asked to. */
const measured = new Set([
  'BatchGetItem',
  'BatchWriteItem',
  'DeleteItem',
  'GetItem',
  'PutItem',
  'Query',
  'Scan',
  'UpdateItem',
]);

interface Consumed {
  readonly TableName?: string;
  readonly CapacityUnits?: number;
}

/**
 * Has each request of a client ask what it consumes, its indexes included, and counts that as
 * `mosaico_dynamodb_consumed_capacity_units_total{table,operation}`. Asking costs no capacity, and some 60 bytes of the
 * answer. What a refused condition consumed DynamoDB does not tell, so it is not counted.
 */
export function countConsumedCapacity(client: DynamoDBClient, metrics: Metrics): void {
  const units = metrics.counter({
    name: 'mosaico_dynamodb_consumed_capacity_units_total',
    help: 'Read and write capacity units that answered requests of DynamoDB consumed.',
    labelNames: ['table', 'operation'],
  });
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (request) => {
        const operation = String(commandName).replace(/Command$/, '');
        if (!measured.has(operation)) return next(request);
        const asking = { ...request.input, ReturnConsumedCapacity: 'TOTAL' as const };
        const answer = await next({ ...request, input: asking });
        const { ConsumedCapacity: consumed = [] } = answer.output as { ConsumedCapacity?: Consumed | Consumed[] };
        for (const { TableName: table = '', CapacityUnits = 0 } of [consumed].flat()) {
          units.inc({ table, operation }, CapacityUnits);
        }
        return answer;
      },
    { step: 'initialize', name: 'countConsumedCapacity' },
  );
}
