import type { Client } from 'cassandra-driver';

/** What the driver keeps to itself. */
interface ControlConnection {
  connection: unknown;
  _borrowAConnection(hosts: Iterator<unknown>): unknown;
  _refreshControlConnection(hosts: Iterator<unknown>): Promise<void>;
}

/**
 * Has the driver's control connection, when it is lost, use a node that it knows as soon as one is back.
 *
 * By itself cassandra-driver 4.10 begins anew when it has lost all nodes: it lists them a second time beside the first, whose
 * connections stay open, and listens twice for the next loss, at which two reconnections disturb each other. One of them then
 * throws where nobody catches it, and that ends the process (NODEJS-681, whose repair is not released). What it does here it does
 * itself where it was given `sni`.
 *
 * @throws when the driver is another one than this was written for
 */
export function keepKnownNodes(client: Client): Client {
  const { controlConnection } = client as unknown as { controlConnection?: Partial<ControlConnection> };
  if (!isAsExpected(controlConnection)) {
    throw new Error('The control connection of cassandra-driver 4.10 was required; this driver has another one.');
  }
  controlConnection._refreshControlConnection = (hosts) =>
    new Promise((resolve) => {
      controlConnection.connection = controlConnection._borrowAConnection(hosts);
      resolve();
    });
  return client;
}

function isAsExpected(control: Partial<ControlConnection> | undefined): control is ControlConnection {
  return typeof control?._refreshControlConnection === 'function' && typeof control._borrowAConnection === 'function';
}
