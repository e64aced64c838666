/** Where programs are found: all that a process under test inherits of this one's environment. */
export function searchPath(): string {
  return process.env['PATH'] ?? '';
}
