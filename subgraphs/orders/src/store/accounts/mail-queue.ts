/** What a mail is about. */
export type MailKind = 'verifyEmail' | 'resetPassword' | 'passwordChanged';

/** Mail that is to be sent. It holds no text and no token: both are made of it when it is sent. */
export interface QueuedMail {
  /** Unique among all mails: a UUID. The same mail, sent twice because nobody knew whether it had gone, has the same one. */
  readonly id: string;
  readonly kind: MailKind;
  /** For whom: an account, or whoever has the address, should anybody. */
  readonly to: { readonly customerId: string } | { readonly email: string };
  readonly createdAt: Date;
}

/** A token that comes by mail, as it is kept. */
export interface MailToken {
  /** SHA-256, in hexadecimal digits. */
  readonly hash: string;
  readonly purpose: 'verifyEmail' | 'resetPassword';
  readonly expiresAt: Date;
}

/** Mail that waits to be sent, beside the changes that it tells of. */
export interface MailQueue {
  add(mail: QueuedMail): Promise<void>;
  /**
   * Takes mails whose time has come, the oldest first, for as long as the lease lasts: no other process gets them before it is
   * over, and after it any does, so that a mail whose sender was killed is sent by another one.
   */
  claim(options: { at: Date; leaseMs: number; limit: number }): Promise<(QueuedMail & { readonly tries: number })[]>;
  /**
   * Who is to read a mail, with the token that it brings kept beside; null when nobody is: there is no such account, or it is
   * closed, has no address, or what the mail asks for is done. A token that is kept already stays as it is.
   */
  address(
    mail: QueuedMail,
    options: { token: MailToken | null; at: Date },
  ): Promise<{ readonly email: string; readonly name: string } | null>;
  /** Puts a mail back until then. */
  postpone(id: string, options: { until: Date }): Promise<void>;
  /** A mail that has gone, or never will, is no longer kept. */
  remove(id: string): Promise<void>;
  count(): Promise<number>;
}
