/** What a process that a test starts is given: all but Jest's own options. */
export function childEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env, NODE_OPTIONS: '' };
}
