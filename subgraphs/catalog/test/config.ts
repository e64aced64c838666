/** A MongoDB server whose databases these tests may make and drop, as `mongodb://host:port`; none when absent. */
export function mongoTestUrl(): string | undefined {
  return process.env['MONGODB_TEST_URL'];
}

/** What a process that a test starts is given: all but Jest's own options. */
export function childEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env, NODE_OPTIONS: '' };
}
