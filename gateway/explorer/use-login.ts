import { useSyncExternalStore } from 'react';
import type { Login, LoginStore } from './login.ts';

/** Who is logged in, kept up to date. */
export function useLogin(logins: LoginStore): Login | null {
  return useSyncExternalStore(
    (listener) => logins.subscribe(listener),
    () => logins.current(),
  );
}
