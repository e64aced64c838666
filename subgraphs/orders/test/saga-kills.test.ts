import { fork, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { createEventFactory } from '@mosaico/bus';
import { createSilentLogger } from '@mosaico/service';
import { readSagaKillsConfig } from '@mosaico/testing/config';
import { createRandom } from '@mosaico/testing/random';
import { createCartClient } from '../src/clients/cart-client.ts';
import { createOrderUseCases } from '../src/order-use-cases.ts';
import { createSandboxProvider } from '../src/payments/sandbox/sandbox-provider.ts';
import { describeOnEveryEngine, type TestShop } from './engines.ts';
import { aSellable } from './records.ts';
import type { Report, Run } from './saga-kills/messages.ts';
import { killPoints } from './saga-kills/points.ts';

const { schedules, seed } = readSagaKillsConfig();
const entry = fileURLToPath(new URL('./saga-kills/order-until-killed.ts', import.meta.url));
const skus = ['A', 'B', 'C'];
const ordersEach = 4;

type Acknowledged = Extract<Report, { is: 'acknowledged' }>;

function startProcess(): ChildProcess {
  return fork(entry, [], {
    execArgv: ['--no-warnings'],
    // Many are started: what one has compiled the next ones need not.
    env: { NODE_COMPILE_CACHE: join(tmpdir(), 'mosaico-saga-kills') },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
}

/** @param killAfter so many acknowledgements the process is killed, wherever it is; null for one that ends by itself */
async function runProcess(child: ChildProcess, run: Run, killAfter: number | null): Promise<Acknowledged[]> {
  const acknowledged: Acknowledged[] = [];
  const end = { isOwn: false };
  child.on('message', (said: Report) => {
    if (said.is === 'done') end.isOwn = true;
    else acknowledged.push(said);
    if (acknowledged.length === killAfter) child.kill('SIGKILL');
  });
  const gone = once(child, 'exit');
  child.send(run);
  await gone;
  if (!end.isOwn) expect(child.signalCode).toBe('SIGKILL');
  return acknowledged;
}

/** A process over the same database that goes on with whatever the dead left, in a time of its own that passes quickly. */
async function goOn({ stores }: TestShop): Promise<void> {
  let time = Date.now();
  const now = () => new Date(time);
  const logger = createSilentLogger();
  const { engine, settlement, expireReservations } = createOrderUseCases({
    ...{ stores, now, logger, newId: randomUUID, random: () => 0.5 },
    provider: createSandboxProvider({ database: stores.sandbox, secret: 'a secret of the sandbox', now, logger }),
    cart: createCartClient({ execute: undefined }),
    emptiesCart: false,
    currency: 'GBP',
    reservationMs: 900_000,
    createEvent: createEventFactory({ source: 'orders', newId: randomUUID }),
    committed: () => Promise.resolve(),
  });
  // Leases and rests end, then the reservations of what nobody pays.
  for (let round = 0; round < 30 && (await stores.sagas.count({ at: now() })).open > 0; round += 1) {
    time += 61_000;
    for (const saga of await stores.sagas.due({ at: now(), limit: 1_000 })) await engine.drive(saga);
    await settlement.sweep();
  }
  await expireReservations();
}

/** What the provider keeps of this shop's money, and what the shop says that it does. */
async function moneyOf({ database }: TestShop) {
  const { knex } = database;
  const sum = async (table: string, column: string, where: object): Promise<number> => {
    const row = await knex(table).where(where).sum({ sum: column }).first<{ sum: string | null } | undefined>();
    return Number(row?.sum ?? 0);
  };
  const setAside = await knex('sandbox_payments').where({ state: 'authorized' }).count({ count: '*' }).first();
  return {
    provider: {
      captured: await sum('sandbox_payments', 'amount', { state: 'captured' }),
      refunded: await sum('sandbox_payments', 'refunded', {}),
      setAside: Number(setAside?.count ?? 0),
    },
    shop: {
      captured: await sum('payments', 'amount', { status: 'captured' }),
      refunded: await sum('refunds', 'amount', { status: 'refunded' }),
      setAside: 0,
    },
  };
}

describeOnEveryEngine('an order whose processes are killed', (given: () => TestShop) => {
  test(
    `is paid or given back whole wherever that happens, by ${schedules} schedules (KILL_SEED=${seed})`,
    async () => {
      const shop = given();
      const { stores, url } = shop;
      await stores.stock.upsert(
        skus.map((sku) => aSellable({ sku, price: '4.50', onHand: 100_000 })),
        { at: new Date() },
      );
      let spare = startProcess();
      for (let number = 0; number < schedules; number += 1) {
        const own = seed + number;
        const random = createRandom(own);
        // One in six is killed wherever it is; the others at each point in turn.
        const point = killPoints[own % killPoints.length];
        if (point === undefined) throw new Error('There must be a point for each seed.');
        const isAnywhere = random() < 1 / 6;
        const nth = 1 + Math.floor(random() * 3);
        const child = spare;
        spare = startProcess();
        const run = { url, seed: own, arm: isAnywhere ? null : { point, nth }, ordersEach };
        const acknowledged = await runProcess(child, run, isAnywhere ? 1 + Math.floor(random() * 12) : null);
        await goOn(shop);

        const plan = `KILL_SEED=${own} SAGA_KILL_SCHEDULES=1 (${isAnywhere ? 'anywhere' : `${point} ${nth}`})`;
        const idsOf = (what: Acknowledged['what']) =>
          acknowledged.filter((one) => one.what === what).map(({ orderId }) => orderId);
        const ids = Array.from(new Set(acknowledged.map(({ orderId }) => orderId)));
        const found = new Map((await stores.orders.find(ids)).map((order) => [order.id, order.status]));
        const cancelled = new Set(idsOf('cancelled'));
        expect({
          plan,
          violations: await stores.violations(),
          open: (await stores.sagas.count({ at: new Date() })).open,
          lost: ids.filter((id) => !found.has(id)),
          notCancelled: Array.from(cancelled).filter((id) => found.get(id) !== 'cancelled'),
          // What nobody acknowledged may have been cancelled by the dead in its last moment.
          notPaid: idsOf('paid').filter((id) => !['processing', 'cancelled'].includes(found.get(id) ?? '')),
          unannounced: await unannounced(shop),
        }).toEqual({ plan, violations: [], open: 0, lost: [], notCancelled: [], notPaid: [], unannounced: [] });
        const money = await moneyOf(shop);
        expect({ plan, ...money.provider }).toEqual({ plan, ...money.shop });
      }
      spare.kill('SIGKILL');
    },
    60_000 + schedules * 60_000,
  );
});

/** Orders without the event that announces them, or with another number of events than their status demands. */
async function unannounced({ database }: TestShop): Promise<unknown[]> {
  const counted = (type: string) =>
    database
      .knex('outbox')
      .where({ event_type: type })
      .select('partition_key')
      .count({ count: '*' })
      .groupBy('partition_key');
  const numberOf = async (type: string) =>
    new Map(
      ((await counted(type)) as { partition_key: string; count: unknown }[]).map((row) => [
        row.partition_key,
        Number(row.count),
      ]),
    );
  const [created, cancelled] = [await numberOf('order.created'), await numberOf('order.cancelled')];
  const orders = await database.knex('orders').select<{ order_id: number; status: string }[]>('order_id', 'status');
  return orders.filter(({ order_id, status }) => {
    const key = `order:${order_id}`;
    return created.get(key) !== 1 || (cancelled.get(key) ?? 0) !== (status === 'cancelled' ? 1 : 0);
  });
}
