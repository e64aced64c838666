import { promisify } from 'node:util';
import { brotliDecompress, gunzip } from 'node:zlib';
import type { Dispatcher } from 'undici';

const decoders = { br: promisify(brotliDecompress), gzip: promisify(gunzip) };

/**
 * The text of an answer, decompressed where it says so.
 * @throws when it is larger than it may be, or encoded in a way that was not asked for.
 */
export async function readBody(
  body: Dispatcher.ResponseData['body'],
  encoding: string | string[] | undefined,
  maxBytes: number,
): Promise<string> {
  if (encoding === undefined || encoding === 'identity') return body.text();
  const decode = encoding === 'br' || encoding === 'gzip' ? decoders[encoding] : undefined;
  if (decode === undefined) {
    body.destroy();
    throw new Error(`An answer must be encoded with br or gzip; got ${String(encoding)}.`);
  }
  const bytes = await decode(Buffer.from(await body.arrayBuffer()), { maxOutputLength: maxBytes });
  return bytes.toString('utf8');
}
