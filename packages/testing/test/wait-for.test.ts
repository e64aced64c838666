import { expect, test } from '@jest/globals';
import { waitFor } from '../src/index.ts';

test('A condition is asked until it is true', async () => {
  let asked = 0;

  await waitFor(() => Promise.resolve(++asked === 3), { deadlineMs: 10_000, describe: 'the third question' });

  expect(asked).toBe(3);
});

test('When the deadline passes, then the error says what was waited for and what the condition threw last', async () => {
  const fault = new Error('not there');
  const waiting = waitFor(() => Promise.reject(fault), { deadlineMs: 1, describe: 'the order to be paid' });

  await expect(waiting).rejects.toMatchObject({
    message: 'Waited 1 ms for the order to be paid, in vain.',
    cause: fault,
  });
});
