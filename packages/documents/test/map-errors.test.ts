import { describe, expect, test } from '@jest/globals';
import { MongoBulkWriteError, MongoNetworkError } from 'mongodb';
import { mapBulkError } from '../src/mongo/map-bulk-error.ts';
import { toDocumentError } from '../src/mongo/map-errors.ts';

describe('An error of the driver that says no more than that the server is away', () => {
  test('is told so when it is a socket’s own.', () => {
    const reset = Object.assign(new Error('write ECONNRESET'), { code: 'ECONNRESET', syscall: 'write' });
    expect(toDocumentError('write', reset)).toMatchObject({ code: 'STORE_UNAVAILABLE', cause: reset });
  });

  test('is told so when a batch of writes met it, which the driver calls an error of the server.', () => {
    const lost = new MongoNetworkError('connection interrupted due to server monitor timeout');
    const ofBatch = new MongoBulkWriteError(lost, { insertedCount: 0 } as never);
    expect(mapBulkError(ofBatch)).toMatchObject({ code: 'STORE_UNAVAILABLE', cause: lost });
  });

  test('is no other error: a fault of ours stays what it is.', () => {
    const fault = new TypeError('of ours');
    expect(toDocumentError('read', fault)).toBe(fault);
  });
});
