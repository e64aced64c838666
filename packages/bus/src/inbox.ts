/** The ids of the events that a part has handled, in the store that holds their effects. */
export interface Inbox {
  /**
   * Forgets those that were handled before: should one of them come again, it would be handled again.
   * @returns how many
   */
  forget(handledBefore: Date): Promise<number>;
}
