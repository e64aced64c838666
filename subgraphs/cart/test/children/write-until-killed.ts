import { openCartStores } from '../../src/store/open-stores.ts';
import { createSilentLogger } from '@mosaico/service';
import { told } from '../support/outbox.ts';

/**
 * Writes to the embedded stores under the folder it is given, and says each write that was acknowledged, and each event that
 * it publishes, in a line of its own, until it is killed.
 */
const [folder = '', round = ''] = process.argv.slice(2);
const stores = await openCartStores({
  config: { DATA_DIR: folder, DYNAMODB_TABLE_PREFIX: '' },
  logger: createSilentLogger(),
});
const acknowledge = (line: string) => process.stdout.write(`${line}\n`);
const startedAt = new Date();

await Promise.all([
  (async () => {
    for (;;) {
      await stores.outbox.relay((events) => {
        for (const event of events) acknowledge(`event ${told(event)}`);
        return Promise.resolve({ held: new Set(events.map(({ id }) => id)), epoch: 'first' });
      });
    }
  })(),
  (async () => {
    for (let units = 1; ; units++) {
      await stores.carts.add({
        ...{ customerId: '1', sku: `round-${round}`, productId: 'p', quantity: 1, at: new Date() },
        ...{ additionId: `${round}-${units}`, maxUnits: 1_000_000, maxLines: 100 },
      });
      acknowledge(`units ${units}`);
    }
  })(),
  (async () => {
    for (let count = 1; ; count++) {
      const id = `session-${round}-${count}`;
      await stores.sessions.start({ id, customerId: '1', userAgent: null, startedAt });
      acknowledge(`session ${id}`);
    }
  })(),
  (async () => {
    for (let count = 1; ; count++) {
      const notifications = Array.from({ length: 30 }, (_, index) => ({
        ...{ customerId: '1', key: `${round}-${count}-${index}`, type: 'ORDER' as const, title: 't', body: 'b' },
        ...{ orderId: null, createdAt: startedAt, readAt: null },
      }));
      await stores.notifications.putMissing(notifications);
      acknowledge(`notifications ${count}`);
    }
  })(),
]);
