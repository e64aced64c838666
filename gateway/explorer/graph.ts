import type { GraphiQLProps } from 'graphiql';
import type { ExecutionResult } from 'graphql';
import type { Login, LoginStore } from './login.ts';

interface GraphRequest {
  readonly query: string;
  readonly variables?: unknown;
  readonly operationName?: string | null | undefined;
}

type GraphAnswer = ExecutionResult<Record<string, unknown>>;

/** Asks the graph in the name of whoever is logged in, unless the headers say who asks. A login that has ended is dropped. */
export function createFetcher(logins: LoginStore): GraphiQLProps['fetcher'] {
  return async (request, { headers = {} } = {}) => {
    const login = logins.current();
    const own: Record<string, string> = login ? { authorization: `Bearer ${login.token}` } : {};
    const sent = { ...own, ...lowerCased(headers) };
    const { status, answer } = await ask(request, sent);
    if (status === 401 && login && sent['authorization'] === own['authorization']) {
      logins.set(null);
      // Reading the schema needs no login: the page goes on as a guest's.
      if (request.operationName === 'IntrospectionQuery') return (await ask(request, {})).answer;
    }
    return answer;
  };
}

/** @returns the login, or what a person should read when there is none. */
export async function logIn(credentials: { email: string; password: string }): Promise<Login | string> {
  const { answer } = await ask({ query: loginMutation, variables: credentials, operationName: 'ExplorerLogin' }, {});
  const [error] = answer.errors ?? [];
  if (error) return error.message;
  const { login } = answer.data as { login: LoginResult };
  if (login.__typename === 'InvalidCredentials') return login.message;
  const { accessToken, expiresAt, customer } = login;
  return { token: accessToken, expiresAt, name: customer.name ?? customer.id, roles: rolesOf(accessToken) };
}

/** The roles a token claims (RFC 7519), to show them; the graph believes its own verification only. */
function rolesOf(token: string): string[] {
  const [, claims = ''] = token.split('.');
  const { roles } = JSON.parse(atob(claims.replaceAll('-', '+').replaceAll('_', '/'))) as { roles?: string[] };
  return roles ?? [];
}

type LoginResult =
  | {
      readonly __typename: 'Session';
      readonly accessToken: string;
      readonly expiresAt: string;
      readonly customer: { readonly id: string; readonly name: string | null };
    }
  | { readonly __typename: 'InvalidCredentials'; readonly message: string };

const loginMutation = `mutation ExplorerLogin($email: String!, $password: String!) {
  login(input: { email: $email, password: $password }) {
    __typename
    ... on Session { accessToken expiresAt customer { id name } }
    ... on InvalidCredentials { message }
  }
}`;

async function ask(
  request: GraphRequest,
  headers: Record<string, string>,
): Promise<{ status: number; answer: GraphAnswer }> {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: {
      accept: 'application/graphql-response+json, application/json',
      'content-type': 'application/json',
      ...headers,
    },
    body: JSON.stringify(request),
  });
  return { status: response.status, answer: (await response.json()) as GraphAnswer };
}

function lowerCased(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
