/** Somebody who is logged in. */
export interface Login {
  readonly token: string;
  readonly name: string;
  /** For example `analyst`; empty for a customer. */
  readonly roles: readonly string[];
  /** ISO 8601. */
  readonly expiresAt: string;
}

/** Who is logged in, for this browser tab only. */
export interface LoginStore {
  /** Null for a guest, and from the moment the login expires. */
  current(): Login | null;
  set(login: Login | null): void;
  /** @returns how to stop listening. */
  subscribe(listener: () => void): () => void;
}

const storageKey = 'mosaico:login';

/** Keeps the login in the tab's session storage, so that a reload does not end it and closing the tab does. */
export function createLoginStore(options: { storage: Storage; now: () => Date }): LoginStore {
  const { storage, now } = options;
  const listeners = new Set<() => void>();
  let known: Login | null = readLogin(storage);
  return {
    current() {
      if (known && new Date(known.expiresAt) <= now()) known = null;
      return known;
    },
    set(login) {
      known = login;
      if (login) storage.setItem(storageKey, JSON.stringify(login));
      else storage.removeItem(storageKey);
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function readLogin(storage: Storage): Login | null {
  const text = storage.getItem(storageKey);
  return text === null ? null : (JSON.parse(text) as Login);
}
