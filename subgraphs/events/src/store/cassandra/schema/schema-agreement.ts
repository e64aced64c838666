import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from 'cassandra-driver';

/** A change of the schema reaches the other nodes by gossip, within a second or two. */
const agreementMs = 10_000;
const everyMs = 100;

/**
 * Waits until all nodes that answer have the same schema, so that no question meets a node that does not know its table yet.
 * Each node is asked itself: the driver's own check asks one node about the others, and never ends well while one of them is
 * down. A node that is down takes the schema over when it is back, before it answers.
 *
 * @throws when they do not agree within 10 s
 */
export async function waitForAgreement(client: Client): Promise<void> {
  const deadline = performance.now() + agreementMs;
  for (;;) {
    const versions = await schemaVersions(client);
    if (versions.size <= 1) return;
    if (performance.now() >= deadline) {
      throw new Error(
        `The nodes were required to agree on the schema within ${agreementMs} ms; they have the versions ${[...versions].join(', ')}.`,
      );
    }
    await delay(everyMs);
  }
}

async function schemaVersions(client: Client): Promise<Set<string>> {
  const answers = await Promise.allSettled(
    client
      .getState()
      .getConnectedHosts()
      .map((host) => client.execute('SELECT schema_version FROM system.local', [], { prepare: true, host })),
  );
  return new Set(
    answers.flatMap((answer) =>
      answer.status === 'fulfilled' ? answer.value.rows.map((row) => String(row.get('schema_version'))) : [],
    ),
  );
}
