import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createGatewayRuntime } from '@graphql-hive/gateway-runtime';
import { unifiedGraphHandler } from '@graphql-hive/router-runtime';
import httpTransport from '@graphql-mesh/transport-http';
import { createIdentityTokens, createLogger, internalTokenHeader, loadSecrets, runProcess } from '@mosaico/service';
import { readIfThere, supergraphFile } from '../../gateway/src/compose/files.ts';
import { readConfig } from '../../gateway/src/config.ts';
import { identify } from '../../gateway/src/http/identify.ts';

/**
 * Hive Gateway with Hive Router's query planner over Mosaico's subgraphs: what it takes to put another federation router in
 * the place of Mosaico's gateway. It reads the committed supergraph unchanged and the gateway's own variables; all that is
 * written for it is the header that tells a subgraph who asks.
 */
await runProcess(async () => {
  const config = readConfig();
  const logger = createLogger({ name: 'other-router', level: config.LOG_LEVEL });
  const secrets = loadSecrets(config);
  const now = () => new Date();
  const access = createIdentityTokens({
    audience: 'access',
    secret: secrets.accessTokenSecret,
    lifetimeSeconds: 0,
    now,
  });
  const internal = createIdentityTokens({
    audience: 'internal',
    secret: secrets.internalTokenSecret,
    lifetimeSeconds: 60,
    now,
  });
  const { ORDERS_URL, CATALOG_URL, CART_URL, ANALYTICS_URL, EVENTS_URL } = config;
  const router = createGatewayRuntime({
    supergraph: readIfThere(supergraphFile) ?? '',
    unifiedGraphHandler,
    transports: { http: httpTransport },
    // Where the subgraphs are, when it is not where the supergraph says.
    transportEntries: {
      orders: { location: ORDERS_URL },
      catalog: { location: CATALOG_URL },
      cart: { location: CART_URL },
      analytics: { location: ANALYTICS_URL },
      events: { location: EVENTS_URL },
    },
    propagateHeaders: {
      async fromClientToSubgraphs({ request }) {
        const identified = await identify(request.headers.get('authorization') ?? undefined, access);
        // Without the header a subgraph refuses: nobody's failed login passes for a guest.
        if (identified.kind === 'refused') return {};
        return { [internalTokenHeader]: (await internal.sign(identified.identity)).token };
      },
    },
    logging: false,
  });
  const server = createServer((request, response) => void router(request, response));
  server.listen(config.PORT, config.HOST);
  await once(server, 'listening');
  const url = `http://${config.HOST}:${(server.address() as AddressInfo).port}`;
  logger.info({ url }, 'the other router is open');
  return {
    logger,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeIdleConnections();
      await closed;
      await router[Symbol.asyncDispose]();
    },
  };
});
