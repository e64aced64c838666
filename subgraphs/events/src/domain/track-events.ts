import { badUserInput, codedError, ErrorCode, type Identity } from '@mosaico/service';
import type { EventProperty, UserEvent, UserEventStore, Visitor } from '../store/user-event-store.ts';
import {
  requireEventId,
  requireEventTime,
  requireProductId,
  requireProperties,
  requireSessionId,
  requireValue,
  requireVisitorsType,
} from './event-rules.ts';

/** An event as a client sends it. */
export interface TrackedEvent {
  readonly id?: string | null;
  readonly type: string;
  readonly at?: Date | null;
  readonly sessionId?: string | null;
  readonly productId?: string | null;
  readonly value?: number | null;
  readonly properties?: readonly EventProperty[] | null;
}

/**
 * Records what a visitor did: all events are checked before the first is written.
 *
 * @throws BAD_USER_INPUT for the first event that breaks a rule, UNAUTHENTICATED when neither a login nor a session says whose it is.
 */
export async function trackEvents(
  events: readonly TrackedEvent[],
  options: { identity: Identity; userEvents: UserEventStore; now: () => Date; newId: () => string },
): Promise<{ recorded: number; duplicates: number }> {
  const { identity, userEvents, newId } = options;
  if (events.length < 1 || events.length > 100) {
    throw badUserInput(`events must be 1 to 100; got ${events.length}.`);
  }
  const now = options.now();
  return userEvents.append(
    events.map((event, index) => checkedEvent(event, { place: `events[${index}]`, identity, now, newId })),
  );
}

function checkedEvent(
  event: TrackedEvent,
  options: { place: string; identity: Identity; now: Date; newId: () => string },
): UserEvent {
  const { place, identity, now, newId } = options;
  const { id, type, at, sessionId, productId, value, properties } = event;
  requireVisitorsType(`${place}.type`, type);
  if (isGiven(id)) requireEventId(`${place}.id`, id);
  if (isGiven(at)) requireEventTime(`${place}.at`, at, now);
  if (isGiven(sessionId)) requireSessionId(`${place}.sessionId`, sessionId);
  if (isGiven(productId)) requireProductId(`${place}.productId`, productId);
  if (isGiven(value)) requireValue(`${place}.value`, value);
  if (isGiven(properties)) requireProperties(`${place}.properties`, properties);
  return {
    id: id ?? newId(),
    visitor: visitorOf(identity, sessionId ?? null, place),
    type,
    at: at ?? now,
    sessionId: sessionId ?? null,
    productId: productId ?? null,
    value: value ?? null,
    properties: (properties ?? []).map(({ name, value: text }) => ({ name, value: text })),
  };
}

/** Who is logged in is recorded as themselves, whatever session they name; a session can never name a customer. */
function visitorOf(identity: Identity, sessionId: string | null, place: string): Visitor {
  if (identity.customerId !== null) return { kind: 'customer', id: identity.customerId };
  if (sessionId !== null) return { kind: 'session', id: sessionId };
  throw codedError(
    ErrorCode.badUserInput,
    `${place}.sessionId must be given when the caller has no login; got nothing.`,
  );
}

function isGiven<Value>(value: Value | null | undefined): value is Value {
  return value !== null && value !== undefined;
}
