/** Something that must be on the machine before a server can start. */
export interface Need {
  /** As a person calls it: "MariaDB". */
  readonly what: string;
  isMet(): boolean;
  /** What to type to get it. */
  readonly command: string;
  /** @throws StoresError `installFailed` or `notInstalled` */
  install(say: (line: string) => void): Promise<void>;
}

/** Null when all is there; otherwise what is not, and the exact command to type for the first of it. */
export function firstUnmet(needs: readonly Need[]): string | null {
  const need = needs.find((candidate) => !candidate.isMet());
  return need ? `${need.what} is not installed; type: ${need.command}` : null;
}
