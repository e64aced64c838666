/** What `startDynalite` gives its thread. */
export interface DynaliteThreadData {
  /** Folder of the LevelDB store. */
  path: string;
  /** 0 for any free one. */
  port: number;
}

/** What the thread says, once. What it is told, once and whatever the message, is to close. */
export type DynaliteThreadMessage = { listening: number } | { failed: string };
