import type { StuckSaga } from '@mosaico/orders';

/** Three lines a saga: which, why, and what can be done. */
export function stuckText(sagas: readonly StuckSaga[]): string {
  if (sagas.length === 0) return 'No saga is stuck.';
  return sagas
    .map(
      ({ orderId, step, tries, deadlineAt, nextAt, lastFailure }) =>
        `${deadlineAt.toISOString()}  order ${orderId} should have taken ${step} by then; tried ${tries} times, again ${nextAt.toISOString()}\n` +
        `  ${lastFailure ?? 'No try of it has failed.'}\n` +
        `  npm run sagas -- retry ${orderId}    npm run sagas -- compensate ${orderId}`,
    )
    .join('\n');
}

export function retriedText(orderId: string, isRetried: boolean): string {
  if (isRetried) return `The step of order ${orderId} is due: a running shop takes it within a second.`;
  return `Order ${orderId} has no saga that could go on.`;
}

export function compensatedText(
  orderId: string,
  outcome: 'cancelled' | 'cancelledBefore' | 'tooFar' | 'unknown',
): string {
  switch (outcome) {
    case 'cancelled':
      return `Order ${orderId} is cancelled; a running shop gives back what was paid.`;
    case 'cancelledBefore':
      return `Order ${orderId} was cancelled before; what of its money is here is given back again by retry.`;
    case 'tooFar':
      return `Order ${orderId} has been sent and cannot be cancelled.`;
    case 'unknown':
      return `There is no order ${orderId}.`;
  }
}
