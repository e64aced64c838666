import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { serverAudits } from 'graphql-http';
import { startGateway, type RunningGateway } from './start-gateway.ts';

let running: RunningGateway;
beforeAll(async () => {
  running = await startGateway();
});
afterAll(() => running.close());

/** The checks of https://github.com/graphql/graphql-http for https://graphql.github.io/graphql-over-http. */
test.each(serverAudits({ url: () => `${running.gateway.url}/graphql` }).map((audit) => [audit.name, audit] as const))(
  'the gateway as GraphQL over HTTP %s',
  async (_name, audit) => {
    const result = await audit.fn();
    // What the specification only advises may be a warning or a notice.
    expect(result.status === 'error' ? result.reason : null).toBeNull();
  },
);
