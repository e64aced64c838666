/** What this package says while it works; a pino logger is one. */
export interface EmbeddedLogger {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
}

export const silentLogger: EmbeddedLogger = { info: () => undefined, warn: () => undefined };
