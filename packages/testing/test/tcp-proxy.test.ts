import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startTcpProxy, waitFor, type TcpProxy } from '../src/index.ts';

const closers: (() => unknown)[] = [];
let proxy: TcpProxy;

beforeEach(async () => {
  const echo = createServer((socket) => {
    closers.push(() => socket.destroy());
    socket.on('error', () => undefined);
    socket.pipe(socket);
  });
  echo.listen(0, '127.0.0.1');
  await once(echo, 'listening');
  proxy = await startTcpProxy({ host: '127.0.0.1', port: (echo.address() as AddressInfo).port });
  closers.push(
    () => proxy.close(),
    () => echo.close(),
  );
});
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** A connection through the proxy, and all that has come back. */
async function open(): Promise<{ socket: Socket; heard: () => string }> {
  const socket = connect(proxy.port, '127.0.0.1');
  closers.push(() => socket.destroy());
  let heard = '';
  socket.on('data', (chunk: Buffer) => (heard += chunk.toString()));
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return { socket, heard: () => heard };
}
const within = { deadlineMs: 60_000 };

describe('a TCP proxy', () => {
  test('passes everything on, in order, and the end too', async () => {
    const { socket, heard } = await open();
    const text = 'abc'.repeat(100_000);
    socket.end(text);
    await once(socket, 'end');
    expect(heard() === text).toBe(true);
    await waitFor(() => proxy.connections() === 0, { ...within, describe: 'the connection to end' });
  });

  test('delays every piece, and keeps their order when the weather changes', async () => {
    const { socket, heard } = await open();
    proxy.setWeather({ delayMs: 60 });
    const sent = performance.now();
    socket.write('slow ');
    await waitFor(() => heard() === 'slow ', { ...within, describe: 'the echo' });
    expect(performance.now() - sent).toBeGreaterThanOrEqual(2 * 59);
    socket.write('late ');
    await new Promise((resolve) => setImmediate(resolve));
    proxy.setWeather({});
    socket.write('quick');
    await waitFor(() => heard().length === 15, { ...within, describe: 'both' });
    expect(heard()).toBe('slow late quick');
  });

  test('throttles a connection', async () => {
    const { socket, heard } = await open();
    proxy.setWeather({ bytesPerSecond: 100_000 });
    const sent = performance.now();
    socket.write('x'.repeat(10_000));
    await waitFor(() => heard().length === 10_000, { ...within, describe: 'all of it' });
    expect(performance.now() - sent).toBeGreaterThanOrEqual(199);
  });

  test('swallows everything, and passes on what comes after', async () => {
    const { socket, heard } = await open();
    proxy.setWeather({ isBlackhole: true });
    await new Promise((resolve) => socket.write('lost', resolve));
    // Once the second connection is through, so is what the first one sent before.
    const other = await open();
    await waitFor(() => proxy.connections() === 2, { ...within, describe: 'both connections' });
    proxy.setWeather({});
    other.socket.write('heard');
    await waitFor(() => other.heard() === 'heard', { ...within, describe: 'the echo' });
    socket.write('heard');
    await waitFor(() => heard().includes('heard'), { ...within, describe: 'the echo' });
    expect(heard()).toBe('heard');
  });

  test('cuts what is open with a reset, and takes new connections', async () => {
    const { socket } = await open();
    const failed = once(socket, 'error').catch((error: unknown) => [error]);
    await waitFor(() => proxy.connections() === 1, { ...within, describe: 'the connection' });
    proxy.cut();
    expect(await failed).toMatchObject([{ code: 'ECONNRESET' }]);
    const again = await open();
    again.socket.write('back');
    await waitFor(() => again.heard() === 'back', { ...within, describe: 'the echo' });
  });

  test('refuses connections as a server does that is not there, and takes them again on the same port', async () => {
    await proxy.refuse();
    await expect(open()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await proxy.accept();
    const { socket, heard } = await open();
    socket.write('back');
    await waitFor(() => heard() === 'back', { ...within, describe: 'the echo' });
  });
});
