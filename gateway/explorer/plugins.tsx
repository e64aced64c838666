import type { GraphiQLPlugin } from '@graphiql/react';
import { HISTORY_PLUGIN } from 'graphiql';
import type { ExplorerPageData } from '../src/explorer/page-data.ts';
import { ExamplesIcon, LoginIcon } from './icons.tsx';
import { ExamplesPanel } from './ExamplesPanel.tsx';
import type { LoginStore } from './login.ts';
import { LoginPanel } from './LoginPanel.tsx';

export const loginPluginTitle = 'Log in';

/** The panels of the side bar beside the documentation; the first one is open to begin with. */
export function createPlugins(options: { page: ExplorerPageData; logins: LoginStore }): GraphiQLPlugin[] {
  const { page, logins } = options;
  return [
    {
      title: 'Examples',
      icon: ExamplesIcon,
      content: () => <ExamplesPanel operations={page.operations} />,
    },
    {
      title: loginPluginTitle,
      icon: LoginIcon,
      content: () => <LoginPanel logins={logins} demoLogins={page.demoLogins} />,
    },
    HISTORY_PLUGIN,
  ];
}
