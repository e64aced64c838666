import { createRoot } from 'react-dom/client';
import { pageDataId, rootId } from '../src/explorer/page-data.ts';
import { Explorer } from './Explorer.tsx';
import { createFetcher } from './graph.ts';
import { createLoginStore } from './login.ts';
import { readPageData } from './page-data.ts';
import { createPlugins } from './plugins.tsx';
// Loaded with the page and not after it, so that its style sheets are part of the page's one.
import './monaco.ts';
import '@graphiql/react/style.css';
import '@graphiql/plugin-doc-explorer/style.css';
import '@graphiql/plugin-history/style.css';
import 'graphiql/graphiql.css';
import './explorer.css';

const page = readPageData();
const logins = createLoginStore({ storage: sessionStorage, now: () => new Date() });

window.MonacoEnvironment = {
  getWorker: (_id, label) =>
    new Worker(page.workers[label === 'graphql' || label === 'json' ? label : 'editor'], { type: 'module' }),
};

const root = document.getElementById(rootId);
if (!root) throw new Error(`The page must have an element #${rootId} beside #${pageDataId}; found none.`);
createRoot(root).render(
  <Explorer
    operations={page.operations}
    logins={logins}
    fetcher={createFetcher(logins)}
    plugins={createPlugins({ page, logins })}
    location={new URL(globalThis.location.href)}
  />,
);
