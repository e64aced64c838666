import type { DeadLetter, GroupLag, ShopEvent } from '@mosaico/bus';

export function eventLine({ time, type, subject, source, id }: ShopEvent): string {
  return `${time}  ${type.padEnd(19)} ${subject.padEnd(24)} ${source.padEnd(10)} ${id}`;
}

/** Three lines a letter: what, why, and how to try again. */
export function deadText(letters: readonly DeadLetter[]): string {
  if (letters.length === 0) return 'There are no dead letters.';
  return letters
    .map(
      ({ event, group, reason, tries, at }) =>
        `${at.toISOString()}  ${event.type} of ${event.subject}, which ${group} could not handle in ${tries} tries\n` +
        `  ${reason}\n  npm run events -- replay ${event.id}`,
    )
    .join('\n');
}

export function lagText(lags: readonly GroupLag[] | null, { dead, now }: { dead: number; now: Date }): string {
  const letters = `dead letters: ${dead}`;
  if (lags === null) {
    return `Without REDIS_L2_URL the shop is one process; what it has not handled waits in its outboxes.\n${letters}`;
  }
  if (lags.length === 0) return `Nobody has read from this bus yet.\n${letters}`;
  const rows = lags.map(({ group, unread, underWay, oldest }) => {
    const age = oldest === null ? '' : `, the oldest for ${((now.getTime() - oldest.getTime()) / 1_000).toFixed(1)} s`;
    return `${group.padEnd(10)} ${unread} unread, ${underWay} under way${age}`;
  });
  return [...rows, letters].join('\n');
}
