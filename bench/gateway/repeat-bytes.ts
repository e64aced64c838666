import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';

/** A question as a gateway sends it to a subgraph. */
export interface Question {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
}

/**
 * Serves subgraphs, each at its name, with as little work as can be: a request that was answered before gets the same bytes again.
 * It prints where it listens.
 */
export function repeatBytes(options: {
  delayMs: number;
  answer: (subgraph: string, question: Question) => Promise<unknown>;
}): void {
  const { delayMs, answer } = options;
  const known = new Map<string, Promise<string>>();
  const server = createServer((request, response) => {
    void (async () => {
      const name = (request.url ?? '').slice(1);
      const body = await text(request);
      const key = `${name} ${body}`;
      let bytes = known.get(key);
      if (bytes === undefined) {
        bytes = answer(name, JSON.parse(body) as Question).then((answered) => JSON.stringify(answered));
        known.set(key, bytes);
      }
      const sent = await bytes;
      if (delayMs > 0) await wait(delayMs);
      response.writeHead(200, { 'content-type': 'application/json' }).end(sent);
    })();
  });
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    if (address !== null && typeof address === 'object') console.log(`http://127.0.0.1:${address.port}`);
  });
}
