import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import type { SavedOperation } from '../src/explorer/page-data.ts';

/** The saved operations by section; a click opens one in a tab with its variables. */
export function ExamplesPanel({ operations }: { operations: readonly SavedOperation[] }) {
  const open = useOpenOperation();
  const sections = Map.groupBy(operations, ({ section }) => section);
  return (
    <section className="mosaico-panel" aria-label="Examples">
      <h2>Examples</h2>
      {[...sections].map(([section, members]) => (
        <section key={section}>
          <h3>{section}</h3>
          <ul>
            {members.map((operation) => (
              <li key={operation.name}>
                <button type="button" className="mosaico-example" onClick={() => open(operation)}>
                  <strong>{operation.title}</strong>
                  <span>{operation.description}</span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </section>
  );
}

/** A tab that shows the operation already is gone to, an empty one is filled, and otherwise a new one is opened. */
function useOpenOperation(): (operation: SavedOperation) => void {
  const actions = useGraphiQLActions();
  const tabs = useGraphiQL(({ tabs }) => tabs);
  const activeTabIndex = useGraphiQL(({ activeTabIndex }) => activeTabIndex);
  const queryEditor = useGraphiQL(({ queryEditor }) => queryEditor);
  const variableEditor = useGraphiQL(({ variableEditor }) => variableEditor);
  return ({ query, variables }) => {
    const shown = tabs.findIndex((tab) => tab.query === query);
    if (shown !== -1) {
      if (shown !== activeTabIndex) actions.changeTab(shown);
      return;
    }
    if (tabs[activeTabIndex]?.query) actions.addTab();
    queryEditor?.setValue(query);
    variableEditor?.setValue(variables);
  };
}
