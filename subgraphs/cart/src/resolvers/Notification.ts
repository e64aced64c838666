import type { NotificationResolvers } from '../generated/resolvers.ts';

export const Notification: NotificationResolvers = {
  order: ({ orderId }) => (orderId === null ? null : { id: orderId }),
};
