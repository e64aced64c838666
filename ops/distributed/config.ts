/**
 * All that a process of Mosaico inherits when it is started from here: where programs are found, where Node keeps what it has
 * compiled, and nothing of the caller's own settings.
 */
export function inheritedEnvironment(): Record<string, string> {
  const { PATH = '', NODE_COMPILE_CACHE } = process.env;
  return { PATH, ...(NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE }) };
}
