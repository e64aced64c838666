import { type GraphiQLPlugin, useGraphiQLActions } from '@graphiql/react';
import { GraphiQL, type GraphiQLProps } from 'graphiql';
import type { SavedOperation } from '../src/explorer/page-data.ts';
import type { LoginStore } from './login.ts';
import { loginPluginTitle } from './plugins.tsx';
import { useLogin } from './use-login.ts';

/** GraphiQL with Mosaico's panels. An operation in the address (`?query=…&variables=…`) opens in it. */
export function Explorer(props: {
  operations: readonly SavedOperation[];
  logins: LoginStore;
  fetcher: GraphiQLProps['fetcher'];
  plugins: GraphiQLPlugin[];
  location: URL;
}) {
  const { operations, logins, fetcher, plugins, location } = props;
  const [examples] = plugins;
  return (
    <GraphiQL
      fetcher={fetcher}
      plugins={plugins}
      {...(examples ? { visiblePlugin: examples } : {})}
      {...firstTab(operations, location)}
      defaultEditorToolsVisibility="variables"
    >
      <GraphiQL.Logo>
        <Header logins={logins} />
      </GraphiQL.Logo>
    </GraphiQL>
  );
}

/** What the first tab holds: what the address asks for, or what the last visit left, or the first example. */
function firstTab(operations: readonly SavedOperation[], location: URL): Partial<GraphiQLProps> {
  const query = location.searchParams.get('query');
  if (query !== null) return { initialQuery: query, initialVariables: location.searchParams.get('variables') ?? '' };
  const [first] = operations;
  const isFirstVisit = localStorage.getItem('graphiql:tabState') === null;
  return first && isFirstVisit ? { defaultTabs: [first], initialVariables: first.variables } : {};
}

function Header({ logins }: { logins: LoginStore }) {
  const login = useLogin(logins);
  const actions = useGraphiQLActions();
  return (
    <div className="mosaico-header">
      <button type="button" className="mosaico-who" onClick={() => actions.setVisiblePlugin(loginPluginTitle)}>
        {login ? login.name : 'Guest · Log in'}
      </button>
      <a className="mosaico-home" href="/">
        Mosaico
      </a>
    </div>
  );
}
