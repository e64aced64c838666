import { trackEvents } from '../domain/track-events.ts';
import type { MutationResolvers } from '../generated/resolvers.ts';

export const Mutation: MutationResolvers = {
  trackEvents: (_mutation, { events }, { identity, stores, now, newId }) =>
    trackEvents(events, { identity, userEvents: stores.userEvents, now, newId }),
};
