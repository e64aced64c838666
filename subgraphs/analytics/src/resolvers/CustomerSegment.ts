import { segmentName } from '../domain/segment-names.ts';
import type { CustomerSegmentResolvers } from '../generated/resolvers.ts';

export const CustomerSegment: CustomerSegmentResolvers = {
  name: (scores) => segmentName(scores),
  monetary: ({ monetary }, _args, { money }) => money(monetary).amount,
};
