/** Codes of what can stop an embedded store from opening; each message says what to do about it. */
export const EmbeddedErrorCode = {
  /** Another process holds the folder. */
  dataFolderInUse: 'DATA_FOLDER_IN_USE',
  /** The binaries of embedded PostgreSQL are not installed for this platform, or cannot run on it. */
  platformUnsupported: 'EMBEDDED_PLATFORM_UNSUPPORTED',
  /** Running as root, and no account was found under which PostgreSQL could run on this folder. */
  noServerAccount: 'EMBEDDED_NO_SERVER_ACCOUNT',
  /** The folder holds a cluster that these binaries cannot open. */
  clusterUnusable: 'EMBEDDED_CLUSTER_UNUSABLE',
  /** PostgreSQL could not be initialised, started or reached. */
  serverFailed: 'EMBEDDED_SERVER_FAILED',
} as const;
export type EmbeddedErrorCode = (typeof EmbeddedErrorCode)[keyof typeof EmbeddedErrorCode];

/** An embedded store could not be opened. `cause` keeps what the operating system or the engine said. */
export class EmbeddedStoreError extends Error {
  override readonly name: string = 'EmbeddedStoreError';
  readonly code: EmbeddedErrorCode;

  constructor(code: EmbeddedErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Who holds a lock, as its side file tells it: the lock itself is the kernel's, this is only for the message. */
export interface LockHolder {
  /** What the holder said it is, "standalone" or "orders subgraph" for instance. */
  owner: string;
  pid: number;
  /** ISO 8601, UTC. */
  since: string;
}

/** A second opener of a data folder is refused with this; the first is not disturbed. */
export class DataFolderInUseError extends EmbeddedStoreError {
  override readonly name = 'DataFolderInUseError';
  readonly path: string;
  /** Undefined when the holder has not told who it is. */
  readonly holder: LockHolder | undefined;

  constructor(path: string, holder: LockHolder | undefined, options?: ErrorOptions) {
    const who = holder
      ? `process ${holder.pid} (${holder.owner}) since ${holder.since}`
      : 'another process, which has not left its name';
    super(
      EmbeddedErrorCode.dataFolderInUse,
      `The data folder ${path} is in use by ${who}. Stop that process, or set DATA_DIR to another folder for this one.`,
      options,
    );
    this.path = path;
    this.holder = holder;
  }
}

/** Whether what was caught is an error with this code: a system error of Node's, an SQLSTATE of PostgreSQL's. */
export function hasCode(error: unknown, code: string): boolean {
  return Error.isError(error) && 'code' in error && error.code === code;
}
