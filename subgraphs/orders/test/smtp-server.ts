import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** A mail server on this machine, for one test. */
export interface TestSmtpServer {
  readonly url: string;
  /** The letters that it has taken, in their wire form. */
  readonly letters: string[];
  /** What it answers to the next letters instead of taking them. */
  refuseWith: { responseCode: number; message: string } | null;
  close(): Promise<void>;
}

/** Starts a server that lets in `mosaico` with the password `a mail password`. */
export async function startSmtpServer(): Promise<TestSmtpServer> {
  const letters: string[] = [];
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    disableReverseLookup: true,
    logger: false,
    onAuth({ username, password }, _session, callback) {
      const isKnown = username === 'mosaico' && password === 'a mail password';
      callback(isKnown ? null : new Error('Unknown'), isKnown ? { user: username } : undefined);
    },
    onData(stream, _session, callback) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        if (opened.refuseWith !== null) {
          callback(Object.assign(new Error(opened.refuseWith.message), opened.refuseWith));
          return;
        }
        letters.push(Buffer.concat(chunks).toString('utf8'));
        callback();
      });
    },
  });
  // A client that goes is no fault of the server's.
  server.on('error', () => undefined);
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const { port } = listening.address() as AddressInfo;
  const opened: TestSmtpServer = {
    url: `smtp://mosaico:a%20mail%20password@127.0.0.1:${port}`,
    letters,
    refuseWith: null,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return opened;
}
