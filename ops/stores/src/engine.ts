import type { Account } from './account.ts';
import type { Need } from './install/need.ts';
import type { ServerName, StoreName } from './names.ts';
import type { SetFolder } from './set-folder.ts';

/** One kind of store: what its servers are, how they are made and reached. One file of `engines/` each. */
export interface Engine {
  readonly store: StoreName;
  /** What must be installed, in the order of installation. */
  needs(set: SetFolder): Need[];
  /** What `up` installs beside them where it can, and nobody misses who has not got it. */
  extras?(set: SetFolder): Need[];
  /** The variables that Mosaico's processes read. */
  environment(set: SetFolder): Record<string, string>;
  /** The servers of the set as it is made. */
  servers(set: SetFolder): ServerDefinition[];
  /** What is done when all of them answer, each time anew: accounts, databases, replication. Repeating it changes nothing. */
  complete?(set: SetFolder): Promise<void>;
}

/** How one server is made, started, asked and stopped. */
export interface ServerDefinition {
  readonly name: ServerName;
  /** The server that must answer before this one can start; null for none. */
  readonly after: ServerName | null;
  /** As whom it runs when this process is root; null for root itself. */
  readonly systemUser: string | null;
  /** Further ports of its address that must be free. */
  readonly morePorts?: readonly number[];
  /** Makes what its home lacks, and writes its configuration anew. A making that was interrupted is begun again. */
  prepare(account: Account): Promise<void>;
  command(): { program: string; args: string[]; environment?: Record<string, string> };
  /** Whether it answers in its own protocol that it is ready. Never throws. */
  answers(): Promise<boolean>;
  readonly stopSignal: NodeJS.Signals;
  /** Until it answers, a recovery after a crash included. */
  readonly startDeadlineMs: number;
  readonly stopDeadlineMs: number;
}
