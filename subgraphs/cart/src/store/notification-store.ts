/** What a notification is about. */
export type NotificationType = 'ORDER' | 'ACCOUNT' | 'PROMOTION';

export interface NewNotification {
  readonly customerId: string;
  /** Tells it from others of the same customer and instant, 1 to 200 characters: the same fact gives the same key. */
  readonly key: string;
  readonly type: NotificationType;
  readonly title: string;
  readonly body: string;
  /** Null when it is about no order. */
  readonly orderId: string | null;
  readonly createdAt: Date;
  /** Null until it is read. */
  readonly readAt: Date | null;
}

export interface Notification extends Omit<NewNotification, 'key'> {
  /** What `notificationId` makes of the time and the key. */
  readonly id: string;
}

/** Part of a customer's notifications, newest first. */
export interface NotificationPageRequest {
  readonly customerId: string;
  readonly limit: number;
  /** The id after which the page begins; null for the newest. It need not exist any more. */
  readonly after: string | null;
  readonly unreadOnly: boolean;
}

/** Notifications. Reads are strongly consistent and show live ones only. Rejects with STORE_UNAVAILABLE when the store does not answer. */
export interface NotificationStore {
  /** A page for each request, in the order of the requests; each newest first, and by the bytes of the id's UTF-8 within a millisecond. */
  pages(requests: readonly NotificationPageRequest[]): Promise<readonly (readonly Notification[])[]>;

  /** Marks one as read, and keeps the time of the first reading. Null when there is no such notification. */
  markRead(reading: {
    readonly customerId: string;
    readonly id: string;
    readonly at: Date;
  }): Promise<Notification | null>;

  /** Writes a notification unless it is there; one that has been read since stays read. False when it was there. */
  add(notification: NewNotification): Promise<boolean>;

  /** Erases all notifications of a customer. Can be repeated; what fails midway is to be. */
  erase(customerId: string): Promise<void>;

  /**
   * Writes those of the notifications that are not there; one that has been read since stays read.
   * @returns how many were written
   */
  putMissing(notifications: readonly NewNotification[]): Promise<number>;
}

/** The id of a notification: its time first, so that ids sort as their notifications were written. */
export function notificationId(notification: { readonly createdAt: Date; readonly key: string }): string {
  return `${notification.createdAt.toISOString()}~${notification.key}`;
}

export function isNotificationId(value: unknown): value is string {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z~.{1,200}$/su.test(value);
}
