import { join } from 'node:path';
import type { Engine, ServerDefinition } from '../engine.ts';
import { cargoProgram } from '../install/cargo.ts';
import type { SetFolder } from '../set-folder.ts';
import { asksWell } from '../tcp.ts';

const VERSION = '3.2.0';

/** dynoxide, which stands in for DynamoDB: its API over SQLite, with transactions, TTL and Streams. It knows no credentials. */
export const dynamodb: Engine = {
  store: 'dynamodb',
  needs: (set) => [
    cargoProgram({
      what: 'the DynamoDB engine dynoxide',
      crate: 'dynoxide-rs',
      version: VERSION,
      features: ['native-sqlite', 'http-server', 'cli'],
      program: 'dynoxide',
      folder: toolFolder(set),
    }),
  ],
  environment: (set) => ({ DYNAMODB_URL: `http://127.0.0.1:${set.address('dynamodb').port}` }),
  servers: (set) => [server(set)],
};

function toolFolder(set: SetFolder): string {
  return join(set.tools, `dynoxide-${VERSION}`);
}

function server(set: SetFolder): ServerDefinition {
  const address = set.address('dynamodb');
  return {
    name: 'dynamodb',
    after: null,
    systemUser: null,
    prepare: () => Promise.resolve(),
    command: () => ({
      program: join(toolFolder(set), 'bin', 'dynoxide'),
      args: [
        '--host',
        address.host,
        '--port',
        String(address.port),
        '--db-path',
        join(set.home('dynamodb'), 'data.db'),
      ],
    }),
    answers: () =>
      asksWell(address, {
        question: listTables(address.host),
        isAnswer: (received) => {
          const text = received.toString('utf8');
          return text.includes('"TableNames"') ? true : undefined;
        },
      }),
    stopSignal: 'SIGTERM',
    startDeadlineMs: 20_000,
    stopDeadlineMs: 10_000,
  };
}

/** The smallest question of DynamoDB's. The signature has the form that the protocol asks for, and says nothing. */
function listTables(host: string): Buffer {
  const body = '{"Limit":1}';
  const signature =
    'AWS4-HMAC-SHA256 Credential=probe/20200101/us-east-1/dynamodb/aws4_request, SignedHeaders=host;x-amz-date, Signature=0';
  return Buffer.from(
    [
      'POST / HTTP/1.1',
      `Host: ${host}`,
      'X-Amz-Target: DynamoDB_20120810.ListTables',
      'X-Amz-Date: 20200101T000000Z',
      `Authorization: ${signature}`,
      'Content-Type: application/x-amz-json-1.0',
      'Connection: close',
      `Content-Length: ${body.length}`,
      '',
      body,
    ].join('\r\n'),
  );
}
