/** A letter, ready to be sent. */
export interface Mail {
  /** The same for the same letter, should it be sent twice: it becomes its `Message-ID`. */
  readonly id: string;
  readonly to: { readonly name: string; readonly address: string };
  readonly subject: string;
  /** Plain text, lines ended by `\n`. */
  readonly text: string;
  readonly date: Date;
}

/** Brings mail on its way. */
export interface Mailer {
  /**
   * Resolves when somebody else has taken the letter over. Sent again, it is the same letter.
   * @throws MailRefused when it will never be taken; any other error when it may be later
   */
  send(mail: Mail): Promise<void>;
  close(): Promise<void>;
}

/** The other side has said for good that it does not take this letter. */
export class MailRefused extends Error {
  override readonly name = 'MailRefused';
}
