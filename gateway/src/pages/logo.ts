import { html, raw, type Html } from '@mosaico/service';

const svg =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true">' +
  '<rect x="1" y="1" width="14" height="9" rx="2" fill="#b84f2b"/>' +
  '<rect x="17" y="1" width="14" height="14" rx="2" fill="#24795a"/>' +
  '<rect x="1" y="12" width="14" height="19" rx="2" fill="#3a6db5"/>' +
  '<rect x="17" y="17" width="6" height="14" rx="2" fill="#94690f"/>' +
  '<rect x="25" y="17" width="6" height="14" rx="2" fill="#8657a6"/>' +
  '</svg>';

/** The mark: five tiles that make one square. */
export const tiles: { readonly svg: Html; readonly dataUrl: string } = {
  svg: raw(svg),
  dataUrl: `data:image/svg+xml,${encodeURIComponent(svg)}`,
};

/** The mark and the name, on top of every page. */
export const brand: Html = html`<a class="brand" href="/">${tiles.svg}<span>Mosaico</span></a>`;
