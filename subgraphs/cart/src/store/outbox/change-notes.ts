/**
 * The changes that this process has made and that are not known to be announced. They spare a relay the search: what a process
 * that has died noted is found by the marks on its items.
 */
export interface ChangeNotes {
  /** A new mark of a change, for the item that it changes: its time first, `2026-03-01T09:30:00.000Z~…`. */
  mark(at: Date): string;
  /** Notes what has changed, after the write: a look before it would find nothing there. */
  note(id: string): void;
  /** What has been noted since, each once. */
  take(): string[];
}

export function createChangeNotes({ newId }: { newId: () => string }): ChangeNotes {
  let noted = new Set<string>();
  return {
    mark: (at) => `${at.toISOString()}~${newId()}`,
    note: (id) => void noted.add(id),
    take() {
      const taken = Array.from(noted);
      noted = new Set();
      return taken;
    },
  };
}

/** When the change was made. */
export function timeOfMark(mark: string): Date {
  return new Date(mark.slice(0, mark.indexOf('~')));
}
