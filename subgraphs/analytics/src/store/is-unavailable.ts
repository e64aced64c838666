import { isUnavailable as isUnavailableAnywhere } from '@mosaico/service';

/**
 * SQLSTATEs that say nothing of the question: class 08 (connections, and whatever PgBouncer itself has to say), class 53
 * (resources), a session that the server ended (57P01 to 57P05, 25P03), and a server that gave up: query_canceled, which its
 * timeouts raise, and lock_not_available.
 */
const codes = /^(08\w{3}|53\w{3}|57P0[1-5]|25P03|57014|55P03)$/;

/** What pg says without a code: a connection or an answer that took too long, a connection that broke before it was used again. */
const messages = /^(timeout expired|Query read timeout|Client has encountered a connection error|Client was closed)/;

/** True when PostgreSQL, or a pooler before it, could not be reached or did not get to answer, rather than refused. */
export function isUnavailable(error: unknown): boolean {
  if (isUnavailableAnywhere(error)) return true;
  return Error.isError(error) && (messages.test(error.message) || codes.test(sqlStateOf(error) ?? ''));
}

/** True when the server was at work on the statement until its time was up. */
export function isStatementTimeout(error: unknown): boolean {
  return Error.isError(error) && sqlStateOf(error) === '57014';
}

function sqlStateOf(error: Error): string | null {
  return 'code' in error && typeof error.code === 'string' ? error.code : null;
}
