/** A login on a device. */
export interface NewUserSession {
  /** Unique among all sessions, 1 to 64 characters. */
  readonly id: string;
  readonly customerId: string;
  /** The browser or app, as it calls itself. */
  readonly userAgent: string | null;
  readonly startedAt: Date;
}

export interface UserSession extends NewUserSession {
  /** 24 hours after the beginning. */
  readonly expiresAt: Date;
}

/** Sessions. Reads show live ones only. Each method rejects with STORE_UNAVAILABLE when the store does not answer. */
export interface SessionStore {
  /** The sessions of each of these customers, newest first; an empty list for none. Strongly consistent. */
  sessionsOf(customerIds: readonly string[]): Promise<ReadonlyMap<string, readonly UserSession[]>>;

  /** Null when there is none. Found by an index that may lag a moment behind a session that has just begun. */
  find(id: string): Promise<UserSession | null>;

  /** Begins a session, and announces it. Repeated with the same session, it changes nothing. */
  start(session: NewUserSession): Promise<void>;

  /** Erases all sessions of a customer, announced or not. Can be repeated; what fails midway is to be. */
  erase(customerId: string): Promise<void>;

  /**
   * Writes those of the sessions that are not there, and announces none: they began elsewhere.
   * @returns how many were written
   */
  putMissing(sessions: readonly NewUserSession[]): Promise<number>;
}
