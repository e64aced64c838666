/** The part of dynalite 4 that this package uses; it brings no types of its own. */
declare module 'dynalite' {
  import type { Server } from 'node:http';

  export interface DynaliteOptions {
    /** Folder of the LevelDB store; in memory when absent. */
    path?: string;
    /** How long a table stays CREATING, DELETING or UPDATING, in ms; 500 when absent. */
    createTableMs?: number;
    deleteTableMs?: number;
    updateTableMs?: number;
  }

  /** Its `close` also closes the store, once every request has been answered. */
  export default function dynalite(options?: DynaliteOptions): Server;
}
