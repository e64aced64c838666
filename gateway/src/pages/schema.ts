import type { MappedField, MappedType, SchemaMap } from '../schema-map/read-schema-map.ts';
import { html, type Html } from '@mosaico/service';
import { page } from './page.ts';
import { inShopOrder, lookOf } from './subgraphs.ts';

/** The schema map: every type and field, with the part of the shop that answers for it. */
export function schemaPage(map: SchemaMap): string {
  const subgraphs = inShopOrder(map.subgraphs);
  const known = new Set(map.types.map(({ name }) => name));
  const roots = map.types.filter(({ name }) => rootTitles[name] !== undefined);
  const entities = map.types.filter(({ keys, kind }) => keys.length > 0 && kind === 'object');
  const others = map.types.filter((type) => !roots.includes(type) && !entities.includes(type));
  const shared = others.filter(({ subgraphs }) => subgraphs.length !== 1);
  const groups = [
    ...subgraphs.map((name) => ({
      title: html`${name} <span class="soft">· ${lookOf(name).store}</span>`,
      types: others.filter(({ subgraphs }) => subgraphs.length === 1 && subgraphs[0] === name),
    })),
    { title: html`Shared by several`, types: shared },
  ];
  return page({
    title: 'Schema map · Mosaico',
    current: '/schema',
    content: html`
      <h1>Schema map</h1>
      <p class="lead">
        Which part of the shop answers which field. An entity is one thing to clients, and several parts know something
        of it: the gateway asks each for its share. The whole schema as text is at
        <a href="/schema.graphql">/schema.graphql</a>.
      </p>
      <p class="marks">${subgraphs.map((name) => mark(name, lookOf(name).store))}</p>
      <h2 id="entities">Entities and who knows what of them</h2>
      ${matrix(entities, subgraphs)}
      ${roots.map(
        (type) =>
          html`<h2>${rootTitles[type.name] ?? ''}</h2>
            ${openCard(type, known)}`,
      )}
      <h2>Entities, field by field</h2>
      ${entities.map((type) => openCard(type, known))}
      ${groups
        .filter(({ types }) => types.length > 0)
        .map(
          ({ title, types }) =>
            html`<h2>${title}</h2>
              ${types.map((type) => closedCard(type, known))}`,
        )}
    `,
  });
}

const rootTitles: Record<string, string> = {
  Query: 'What can be asked',
  Mutation: 'What can be changed',
  Subscription: 'What can be followed',
};

function mark(name: string, store = ''): Html {
  return html`<span class="mark ${lookOf(name).tile}">${name}${store === '' ? '' : ` (${store})`}</span>`;
}

function matrix(entities: readonly MappedType[], subgraphs: readonly string[]): Html {
  return html`<p class="soft" id="matrix-about">
      The number of fields each part adds to an entity; a hollow mark means that it only refers to it.
    </p>
    <div class="scroll" tabindex="0" role="region" aria-labelledby="entities" aria-describedby="matrix-about">
      <table class="matrix">
        <thead>
          <tr>
            <th scope="col">Entity</th>
            ${subgraphs.map((name) => html`<th scope="col">${name}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${entities.map(
            (type) =>
              html`<tr>
                <th scope="row"><a href="#type-${type.name}">${type.name}</a></th>
                ${subgraphs.map((name) => html`<td class="${lookOf(name).tile}">${share(type, name)}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}

function share(type: MappedType, subgraph: string): Html {
  if (!type.subgraphs.includes(subgraph)) return html``;
  const keys = new Set(type.keys.flatMap((key) => key.split(/\W+/)));
  const added = type.fields.filter(({ name, subgraphs }) => subgraphs.includes(subgraph) && !keys.has(name)).length;
  if (added > 0) return html`<span class="dot">${added}</span>`;
  return html`<span class="ref" role="img" aria-label="refers to it"></span>`;
}

function openCard(type: MappedType, known: ReadonlySet<string>): Html {
  return html`<section class="type" id="type-${type.name}">
    <div class="head">${head(type)}</div>
    ${body(type, known)}
  </section>`;
}

/** What a link leads to is inside, since browsers open a closed part for what is inside it and not for itself. */
function closedCard(type: MappedType, known: ReadonlySet<string>): Html {
  return html`<details class="type">
    <summary>${head(type)}</summary>
    <div class="inside" id="type-${type.name}">${body(type, known)}</div>
  </details>`;
}

function head(type: MappedType): Html {
  const key = type.keys.map((fields) => `by ${fields.replaceAll(' ', ' and ')}`).join(', ');
  const what = type.kind === 'object' ? key : type.kind;
  return html`<h3>${type.name}</h3>
    <span class="soft">${what}</span>`;
}

function body(type: MappedType, known: ReadonlySet<string>): Html {
  return html`
    ${type.description === '' ? [] : [html`<p>${prose(type.description)}</p>`]}
    ${type.members.length === 0 ? [] : [html`<p>${memberList(type, known)}</p>`]}
    ${
      type.fields.length === 0
        ? []
        : [
            html`<ul class="fields">
              ${type.fields.map((field) => fieldRow(field, known))}
            </ul>`,
          ]
    }
  `;
}

function memberList(type: MappedType, known: ReadonlySet<string>): readonly Html[] {
  return type.members.map(
    (member, index) => html`${index === 0 ? '' : type.kind === 'union' ? ' | ' : ', '}${reference(member, known)}`,
  );
}

function fieldRow(field: MappedField, known: ReadonlySet<string>): Html {
  const { name, args, subgraphs, requires } = field;
  const [only] = subgraphs;
  const tile = subgraphs.length === 1 && only !== undefined ? lookOf(only).tile : 'tile-other';
  const list = args.length === 0 ? '' : `(${args.join(', ')})`;
  return html`<li class="${tile}">
    <span class="field"><strong>${name}</strong>${list}: ${reference(field.type, known)}</span>
    <span class="marks">${subgraphs.map((subgraph) => mark(subgraph))}</span>
    ${field.description === '' ? [] : [html`<p>${prose(field.description)}</p>`]}
    ${requires === null ? [] : [html`<p>Needs from elsewhere: <code>${requires}</code></p>`]}
  </li>`;
}

/** A type's name as a link to where the page tells of it, with the brackets and bangs around it. */
function reference(type: string, known: ReadonlySet<string>): Html {
  const [, before = '', name = '', after = ''] = /^(\W*)(\w+)(\W*)$/.exec(type) ?? [];
  return known.has(name) ? html`${before}<a href="#type-${name}">${name}</a>${after}` : html`${type}`;
}

/** A description with what stands between backticks as code. */
function prose(description: string): Html[] {
  return description.split('`').map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : html`${part}`));
}
