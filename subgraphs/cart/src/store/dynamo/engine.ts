import { join } from 'node:path';
import type { Logger } from '@mosaico/service';
import type { CartStoresConfig } from '../../config.ts';
import { createDynamoClient, type DynamoConnection } from './client.ts';

/** A DynamoDB, and how to reach it. */
export interface DynamoEngine extends DynamoConnection {
  /** For a person: `embedded DynamoDB (dynalite)`. */
  readonly name: string;
  /** Ends the connections, and the engine where it is embedded. */
  stop(): Promise<void>;
}

/**
 * The DynamoDB where DYNAMODB_URL says, not connected yet; or else the embedded one, started.
 * @throws what `startDynalite` throws
 */
export async function openEngine(config: CartStoresConfig, logger: Logger): Promise<DynamoEngine> {
  const { DYNAMODB_URL: url, AWS_REGION: region } = config;
  if (url === 'aws') return connected('DynamoDB on AWS', { endpoint: null, region, ownCredentials: true });
  const ownCredentials = config.AWS_ACCESS_KEY_ID !== undefined;
  if (url !== undefined) {
    return connected('DynamoDB', { endpoint: url, region: region ?? 'us-east-1', ownCredentials });
  }
  const { startDynalite } = await import('@mosaico/embedded');
  const server = await startDynalite({ path: join(config.DATA_DIR, 'cart'), logger });
  return connected(
    'embedded DynamoDB (dynalite)',
    { endpoint: server.endpoint, region: 'us-east-1', ownCredentials: false },
    () => server.stop(),
  );
}

function connected(
  name: string,
  options: Parameters<typeof createDynamoClient>[0],
  stopServer: () => Promise<void> = () => Promise.resolve(),
): DynamoEngine {
  const connection = createDynamoClient(options);
  const stop = () => {
    connection.client.destroy();
    return stopServer();
  };
  return { name, ...connection, stop };
}
