/** All that a process of Mosaico inherits when it is started from here: where programs are found, and nothing of the caller's own settings. */
export function inheritedEnvironment(): Record<string, string> {
  return { PATH: process.env['PATH'] ?? '' };
}
