import { afterAll, beforeAll, describe } from '@jest/globals';
import { describeOnEngines } from '@mosaico/testing';
import { testCartStore } from './cart-store.contract.ts';
import { testNotificationStore } from './notification-store.contract.ts';
import { testSessionStore } from './session-store.contract.ts';
import { engines, type TestEngine } from './support/engines.ts';

describeOnEngines('DynamoDB', engines, ({ start }) => {
  let engine: TestEngine;
  beforeAll(async () => {
    engine = await start();
  });
  afterAll(() => engine.close());

  const open = async () => {
    const { stores, clock } = await engine.open();
    return { ...stores, clock };
  };
  describe('the cart store', () => testCartStore(open));
  describe('the session store', () => testSessionStore(open));
  describe('the notification store', () => testNotificationStore(open));
});
