import { stillPagePolicy } from '../http/security-headers.ts';
import { html, raw, type Html } from '@mosaico/service';
import { brand, tiles } from './logo.ts';
import { css } from './style.ts';

/** The content policy of the pages made here: their own inline style sheet and nothing else. */
export const pagePolicy = stillPagePolicy(css);

/** A whole page: head, navigation, and the given content. */
export function page(options: { title: string; current: '/' | '/schema'; content: Html }): string {
  const { title, current, content } = options;
  const link = (href: string, label: string): Html =>
    href === current ? html`<a href="${href}" aria-current="page">${label}</a>` : html`<a href="${href}">${label}</a>`;
  // The policy names the style sheet by its hash, so nothing may come between it and its tags.
  const style = raw(`<style>${css}</style>`);
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <link rel="icon" href="${tiles.dataUrl}" />
        ${style}
      </head>
      <body>
        <a class="skip" href="#content">Skip to the content</a>
        <header class="top">
          ${brand}
          <nav aria-label="Pages">
            ${[
              link('/graphql', 'Explorer'),
              link('/schema', 'Schema map'),
              link('/schema.graphql', 'SDL'),
              link('/health/ready', 'Health'),
            ]}
          </nav>
        </header>
        <main id="content">${content}</main>
      </body>
    </html>`.text;
}
