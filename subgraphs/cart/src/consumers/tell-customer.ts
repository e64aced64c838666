import type { ShopEvent } from '@mosaico/bus';
import type { NotificationStore } from '../store/notification-store.ts';

/** What has happened to an order. */
type OrderEvent = Extract<ShopEvent, { type: `order.${string}` }>;

/** Tells a customer once what has happened to an order of theirs; a guest has no place where to read it. */
export type TellCustomer = (event: OrderEvent, text: { title: string; body: string }) => Promise<void>;

/** The event's id is the notification's key, and its time the notification's: an event that comes twice is told once. */
export function createTellCustomer({ notifications }: { notifications: NotificationStore }): TellCustomer {
  return async ({ id, time, data: { customerId, orderId } }, text) => {
    if (customerId === null) return;
    await notifications.add({
      customerId,
      key: id,
      type: 'ORDER',
      ...text,
      orderId,
      createdAt: new Date(time),
      readAt: null,
    });
  };
}
