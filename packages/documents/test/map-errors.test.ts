import { describe, expect, test } from '@jest/globals';
import { toDocumentError } from '../src/mongo/map-errors.ts';

describe('An error of the driver that says no more than that the server is away', () => {
  test('is told so when it is a socket’s own.', () => {
    const reset = Object.assign(new Error('write ECONNRESET'), { code: 'ECONNRESET', syscall: 'write' });
    expect(toDocumentError('write', reset)).toMatchObject({ code: 'STORE_UNAVAILABLE', cause: reset });
  });

  test('is no other error: a fault of ours stays what it is.', () => {
    const fault = new TypeError('of ours');
    expect(toDocumentError('read', fault)).toBe(fault);
  });
});
