/** Codes of what can stop a set of servers from doing what was asked; each message says what to do about it. */
export const StoresErrorCode = {
  /** The command line names something that there is not. */
  usage: 'STORES_USAGE',
  /** A program is not installed, and may not or cannot be installed from here. */
  notInstalled: 'STORES_NOT_INSTALLED',
  /** An installation was tried and failed. */
  installFailed: 'STORES_INSTALL_FAILED',
  /** A command of Docker's failed. */
  dockerFailed: 'STORES_DOCKER_FAILED',
  /** Somebody else listens on a port of the set. */
  portTaken: 'STORES_PORT_TAKEN',
  /** A server ended while it started, or did not answer in its time. */
  startFailed: 'STORES_START_FAILED',
  /** A server did not end, or something could not be done to one that does not run. */
  serverFailed: 'STORES_SERVER_FAILED',
  /** The folder holds something else than what was asked for. */
  folderUnusable: 'STORES_FOLDER_UNUSABLE',
  /** Several stores failed; the message holds what each of them said. */
  several: 'STORES_SEVERAL_FAILED',
} as const;
export type StoresErrorCode = (typeof StoresErrorCode)[keyof typeof StoresErrorCode];

/** `cause` keeps what the operating system or the engine said. */
export class StoresError extends Error {
  override readonly name = 'StoresError';
  readonly code: StoresErrorCode;

  constructor(code: StoresErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
