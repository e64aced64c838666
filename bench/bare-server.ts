import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';

/**
 * The limit that the five-store query is measured beside: a server that reads the request whole and writes an answer that it
 * was handed on its standard input. It prints where it listens.
 */
const answer = await buffer(process.stdin);
const server = createServer((request, response) => {
  request.resume().on('end', () => {
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': answer.length });
    response.end(answer);
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') console.log(`http://127.0.0.1:${address.port}`);
});
