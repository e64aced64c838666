import { expect, test } from '@jest/globals';
import { createMetrics, createSilentLogger } from '@mosaico/service';
import { waitFor } from '@mosaico/testing';
import { startReservationSweeper } from '../src/reservation-sweeper.ts';
import { describeOnEveryEngine } from './engines.ts';
import { expireReservationsContract } from './expire-reservations.contract.ts';

describeOnEveryEngine('orders that are not paid in time', expireReservationsContract);

test('the sweeper goes on after a sweep that failed, counts what ended, and stops when it is told to', async () => {
  const metrics = createMetrics();
  const outcomes = [2, new Error('on purpose'), 3];
  let sweeps = 0;
  const sweeper = startReservationSweeper({
    expire() {
      const outcome = outcomes[sweeps++] ?? 0;
      return typeof outcome === 'number' ? Promise.resolve(outcome) : Promise.reject(outcome);
    },
    everyMs: 1,
    logger: createSilentLogger(),
    metrics,
  });
  await waitFor(() => sweeps > 3, { deadlineMs: 60_000, describe: 'four sweeps' });
  await sweeper.stop();
  const stoppedAt = sweeps;
  expect(await metrics.text()).toContain('mosaico_reservations_expired_total 5');
  expect(await metrics.text()).toContain('mosaico_reservation_sweeps_failed_total 1');
  expect(sweeps).toBe(stoppedAt);
});
