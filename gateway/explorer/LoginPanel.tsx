import { Button } from '@graphiql/react';
import { useState } from 'react';
import type { DemoLogin } from '../src/explorer/page-data.ts';
import { logIn } from './graph.ts';
import type { Login, LoginStore } from './login.ts';
import { useLogin } from './use-login.ts';

/** Logs in and out. What is asked while somebody is logged in is asked in their name. */
export function LoginPanel(props: { logins: LoginStore; demoLogins: readonly DemoLogin[] }) {
  const { logins, demoLogins } = props;
  const login = useLogin(logins);
  return (
    <section className="mosaico-panel" aria-label="Log in">
      <h2>{login ? 'Logged in' : 'Log in'}</h2>
      {login ? (
        <LoggedIn login={login} onLogOut={() => logins.set(null)} />
      ) : (
        <LoginForm demoLogins={demoLogins} onLogin={(made) => logins.set(made)} />
      )}
    </section>
  );
}

function LoggedIn({ login, onLogOut }: { login: Login; onLogOut: () => void }) {
  const until = new Date(login.expiresAt).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' });
  return (
    <>
      <p role="status">
        You are <strong>{login.name}</strong>
        {login.roles.length > 0 ? ` (${login.roles.join(', ')})` : ''} until {until}. What you run is asked in this
        name.
      </p>
      <Button type="button" onClick={onLogOut}>
        Log out
      </Button>
    </>
  );
}

function LoginForm(props: { demoLogins: readonly DemoLogin[]; onLogin: (login: Login) => void }) {
  const { demoLogins, onLogin } = props;
  const [fault, setFault] = useState('');
  const [isBusy, setIsBusy] = useState(false);

  async function submit(credentials: { email: string; password: string }): Promise<void> {
    setIsBusy(true);
    const result = await logIn(credentials).catch(() => 'The graph does not answer. Try again later.');
    setIsBusy(false);
    if (typeof result === 'string') setFault(result);
    else onLogin(result);
  }

  return (
    <>
      {demoLogins.length > 0 && (
        <>
          <h3>As one of the shop’s demo people</h3>
          <ul className="mosaico-demo">
            {demoLogins.map(({ label, email, password }) => (
              <li key={email}>
                <Button type="button" disabled={isBusy} onClick={() => void submit({ email, password })}>
                  {label}
                </Button>
              </li>
            ))}
          </ul>
          <h3>With an account</h3>
        </>
      )}
      <form
        className="mosaico-login"
        onSubmit={(event) => {
          event.preventDefault();
          const form = new FormData(event.currentTarget);
          const text = (name: string): string => {
            const value = form.get(name);
            return typeof value === 'string' ? value : '';
          };
          void submit({ email: text('email'), password: text('password') });
        }}
      >
        <label>
          E-mail
          <input type="email" name="email" autoComplete="username" required />
        </label>
        <label>
          Password
          <input type="password" name="password" autoComplete="current-password" required />
        </label>
        <Button type="submit" disabled={isBusy}>
          Log in
        </Button>
        <p role="alert" className="mosaico-fault">
          {fault}
        </p>
      </form>
    </>
  );
}
