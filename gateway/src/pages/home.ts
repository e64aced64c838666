import type { DemoLogin } from '../explorer/page-data.ts';
import { html, type Html } from '@mosaico/service';
import { page } from './page.ts';
import { lookOf, shopSubgraphs } from './subgraphs.ts';

/** The front page: what this is, and where to go from here. */
export function homePage(options: { host: string; demoLogins: readonly DemoLogin[] }): string {
  const { host, demoLogins } = options;
  return page({
    title: 'Mosaico · One GraphQL graph over five databases',
    current: '/',
    content: html`
      <div class="hero">
        <h1>One graph over five databases</h1>
        <p class="lead">
          A commerce data platform in which each kind of data lives in the database that suits it. Clients ask one
          GraphQL graph; the gateway plans each question, asks the parts of the shop that know, and puts the answers
          together.
        </p>
        <ul class="actions">
          <li><a class="button primary" href="/graphql">Open the explorer</a></li>
          <li><a class="button" href="/schema">See the schema map</a></li>
          <li><a class="button" href="/health/ready">Check the health</a></li>
        </ul>
      </div>
      <h2>The parts of the shop</h2>
      <ul class="cards">
        ${shopSubgraphs.map(subgraphCard)}
      </ul>
      <h2>Ask from anywhere</h2>
      <pre tabindex="0"><code>${curlExample(host)}</code></pre>
      ${demoLogins.length > 0 ? [demoSection(demoLogins)] : []}
    `,
  });
}

function subgraphCard(name: string): Html {
  const { store, about, tile } = lookOf(name);
  return html`<li class="card ${tile}">
    <h3>${name}</h3>
    <p><strong>${store}</strong></p>
    <p>${about}</p>
  </li>`;
}

function curlExample(host: string): string {
  return [
    `curl http://${host}/graphql \\`,
    `  -H 'content-type: application/json' \\`,
    `  -d '{"query": "{ product(sku: \\"COF-FRP-1L\\") { name price { amount currency } inventory { available } } }"}'`,
  ].join('\n');
}

function demoSection(logins: readonly DemoLogin[]): Html {
  return html`
    <h2>Somebody to be</h2>
    <p class="soft" id="demo-about">People of the demo shop. The explorer has a button for each.</p>
    <div class="scroll" tabindex="0" role="region" aria-label="Demo logins" aria-describedby="demo-about">
      <table>
        <thead>
          <tr>
            <th scope="col">Who</th>
            <th scope="col">E-mail</th>
            <th scope="col">Password</th>
          </tr>
        </thead>
        <tbody>
          ${logins.map(
            ({ label, email, password }) =>
              html`<tr>
                <th scope="row">${label}</th>
                <td><code>${email}</code></td>
                <td><code>${password}</code></td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  `;
}
