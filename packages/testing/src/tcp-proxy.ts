import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** What a connection through the proxy meets. */
export interface Weather {
  /** How much later each piece of data arrives, in either direction, in milliseconds. */
  readonly delayMs?: number;
  /** How much data passes in either direction, in bytes a second. */
  readonly bytesPerSecond?: number;
  /** Nothing passes, and nothing tells: a network that swallows everything. */
  readonly isBlackhole?: boolean;
}

/** A TCP proxy in front of a server, for tests of what a network does to a client. */
export interface TcpProxy {
  readonly port: number;
  /** From now on, for connections that are open too. */
  setWeather(weather: Weather): void;
  /** Ends every open connection with a reset. New ones are accepted. */
  cut(): void;
  /** Ends every connection and refuses new ones, as a server does that is not there; `accept` undoes it, on the same port. */
  refuse(): Promise<void>;
  accept(): Promise<void>;
  /** How many connections are open. */
  connections(): number;
  close(): Promise<void>;
}

/** @param target where the server is; read for each new connection */
export async function startTcpProxy(target: { host: string; port: number }): Promise<TcpProxy> {
  let weather: Weather = {};
  const sockets = new Set<Socket>();

  const server = createServer({ allowHalfOpen: true }, (client) => {
    const upstream = connect({ host: target.host, port: target.port, allowHalfOpen: true });
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => other.resetAndDestroy());
      // One that has ended in peace leaves the other to write what it still has.
      socket.on('close', (hadError) => {
        sockets.delete(socket);
        if (hadError) other.destroy();
      });
      void pass(socket, other, () => weather);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  const cut = (): void => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  const refuse = async (): Promise<void> => {
    if (!server.listening) return;
    server.close();
    cut();
    await once(server, 'close');
  };
  return {
    port,
    setWeather: (next) => void (weather = next),
    cut,
    refuse,
    async accept() {
      if (server.listening) return;
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
    },
    connections: () => sockets.size / 2,
    close: refuse,
  };
}

/** Hands on what a socket reads, in order, each piece as late as the weather of its moment says. */
async function pass(from: Socket, to: Socket, weather: () => Weather): Promise<void> {
  let last: Promise<unknown> = Promise.resolve();
  try {
    // A socket that has no more to be read may still have to be written to.
    for await (const chunk of from.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      const { delayMs = 0, bytesPerSecond, isBlackhole = false } = weather();
      if (isBlackhole) continue;
      // A throttled connection takes the next piece when this one has passed; a delayed one takes it at once.
      if (bytesPerSecond !== undefined) await delay((chunk.length / bytesPerSecond) * 1_000);
      const due = delay(delayMs);
      last = last.then(() => due).then(() => to.writable && to.write(chunk));
    }
    await last;
    to.end();
  } catch {
    to.destroy();
  }
}
