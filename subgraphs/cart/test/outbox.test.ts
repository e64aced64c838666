import { afterAll, beforeAll, describe } from '@jest/globals';
import { describeOnEngines } from '@mosaico/testing';
import { testOutbox } from './outbox.contract.ts';
import { engines, type TestEngine } from './support/engines.ts';

describeOnEngines('DynamoDB', engines, ({ start }) => {
  let engine: TestEngine;
  beforeAll(async () => {
    engine = await start();
  });
  afterAll(() => engine.close());

  describe('the outbox', () =>
    testOutbox(async () => {
      const { clock, prefix } = await engine.open();
      return { clock, open: async () => (await engine.open({ prefix, clock })).stores };
    }));
});
