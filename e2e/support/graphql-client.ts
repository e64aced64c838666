import { savedOperation } from './saved-operations.ts';

export interface GraphQLAnswer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly { message: string; path?: (string | number)[]; extensions?: { code?: string } }[];
}

/** Asks a graph over HTTP as a front end does. */
export interface GraphQLClient {
  /** The answer as it came, byte for byte. */
  askText(operation: { query: string; variables?: object }): Promise<{ status: number; text: string }>;
  ask(operation: { query: string; variables?: object }): Promise<GraphQLAnswer>;
  /** The same client in the name of whoever logs in. @throws when the credentials are refused. */
  login(email: string, password?: string): Promise<GraphQLClient>;
}

export function createGraphQLClient(origin: string, accessToken?: string): GraphQLClient {
  async function askText(operation: { query: string; variables?: object }): Promise<{ status: number; text: string }> {
    const response = await fetch(`${origin}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(accessToken === undefined ? {} : { authorization: `Bearer ${accessToken}` }),
      },
      body: JSON.stringify(operation),
    });
    return { status: response.status, text: await response.text() };
  }
  async function ask(operation: { query: string; variables?: object }): Promise<GraphQLAnswer> {
    return JSON.parse((await askText(operation)).text) as GraphQLAnswer;
  }
  return {
    askText,
    ask,
    async login(email, password = 'mosaico-demo') {
      const answer = await ask(savedOperation('Login', { email, password }));
      const session = answer.data?.['login'] as { accessToken?: string } | undefined;
      if (session?.accessToken === undefined) throw new Error(`No login for ${email}: ${JSON.stringify(answer)}`);
      return createGraphQLClient(origin, session.accessToken);
    },
  };
}
