import { DescribeTimeToLiveCommand, UpdateTimeToLiveCommand } from '@aws-sdk/client-dynamodb';
import { isRefusal } from '../dynamo/failures.ts';
import type { Migration } from './migration.ts';
import { expiryAttribute } from './tables.ts';

/**
 * Turns TTL on where it is not.
 * @returns false when the engine has no such call, as dynalite has none
 * @throws when TTL reads another attribute
 */
export async function ensureTimeToLive({ client }: Migration, TableName: string | undefined): Promise<boolean> {
  const isOn = async () => {
    const { TimeToLiveDescription: ttl } = await client.send(new DescribeTimeToLiveCommand({ TableName }));
    if (ttl?.TimeToLiveStatus !== 'ENABLED' && ttl?.TimeToLiveStatus !== 'ENABLING') return false;
    if (ttl.AttributeName === expiryAttribute) return true;
    throw new Error(
      `TTL of the table ${String(TableName)} must read ${expiryAttribute}; it reads ${String(ttl.AttributeName)}. ` +
        'It belongs to something else: set DYNAMODB_TABLE_PREFIX.',
    );
  };
  try {
    if (await isOn()) return true;
    await client.send(
      new UpdateTimeToLiveCommand({
        TableName,
        TimeToLiveSpecification: { AttributeName: expiryAttribute, Enabled: true },
      }),
    );
    return true;
  } catch (error) {
    if (isRefusal(error, 'UnknownOperationException')) return false;
    // Another migration may have turned it on meanwhile.
    if (isRefusal(error, 'ValidationException') && (await isOn())) return true;
    throw error;
  }
}
