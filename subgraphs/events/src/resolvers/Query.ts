import { requireRole } from '@mosaico/service';
import { readMetrics } from '../domain/read-metrics.ts';
import type { QueryResolvers } from '../generated/resolvers.ts';

export const Query: QueryResolvers = {
  async metrics(_query, { name, from, to, resolution }, { identity, stores }) {
    requireRole(identity, 'support', 'analyst', 'admin');
    return readMetrics({ name, from, to, resolution }, stores.metrics);
  },
};
