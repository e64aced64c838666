import { pageDataId, type ExplorerPageData } from '../src/explorer/page-data.ts';

/** What the server wrote into the page. */
export function readPageData(): ExplorerPageData {
  const text = document.getElementById(pageDataId)?.textContent;
  if (!text) throw new Error(`The page must hold its data in #${pageDataId}; found none.`);
  return JSON.parse(text) as ExplorerPageData;
}
