import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { explorerPolicy } from '../http/security-headers.ts';
import { html, raw } from '@mosaico/service';
import { tiles } from '../pages/logo.ts';
import type { ExplorerBundle } from './bundle.ts';
import { pageDataId, rootId, type DemoLogin, type ExplorerPageData, type SavedOperation } from './page-data.ts';

const assetsPath = '/explorer';

export interface ExplorerRoutes {
  /** Answers with the explorer's page, once its files are there. */
  show(reply: FastifyReply): Promise<FastifyReply>;
}

/** Serves the explorer's files, each under a name that changes with what is in it, so that browsers keep them. */
export async function addExplorerRoutes(
  server: FastifyInstance,
  options: {
    /** Makes the bundle at first need; a failure is told again to each who asks. */
    bundle: () => Promise<ExplorerBundle>;
    operations: readonly SavedOperation[];
    demoLogins: readonly DemoLogin[];
  },
): Promise<ExplorerRoutes> {
  const { bundle, operations, demoLogins } = options;
  await server.register(fastifyStatic, {
    serve: false,
    preCompressed: true,
    immutable: true,
    maxAge: '365d',
    index: false,
    dotfiles: 'deny',
  });
  server.get(assetsPath, (_request, reply) => reply.redirect('/graphql'));
  server.get<{ Params: { file: string } }>(`${assetsPath}/:file`, async (request, reply) => {
    const { folder } = await bundle();
    // A worker obeys the policy of its own script and not that of the page.
    return reply.header('content-security-policy', explorerPolicy).sendFile(request.params.file, folder);
  });
  return {
    async show(reply) {
      const files = await bundle();
      return reply
        .header('content-security-policy', explorerPolicy)
        .header('cache-control', 'no-cache')
        .type('text/html; charset=utf-8')
        .send(explorerPage(files, { operations, demoLogins }));
    },
  };
}

function explorerPage(
  files: ExplorerBundle,
  content: { operations: readonly SavedOperation[]; demoLogins: readonly DemoLogin[] },
): string {
  const at = (file: string): string => `${assetsPath}/${file}`;
  const { graphql, json, editor } = files.workers;
  const data: ExplorerPageData = { ...content, workers: { graphql: at(graphql), json: at(json), editor: at(editor) } };
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>Mosaico explorer</title>
        <link rel="icon" href="${tiles.dataUrl}" />
        <link rel="stylesheet" href="${at(files.style)}" />
        <script type="application/json" id="${pageDataId}">
          ${raw(JSON.stringify(data).replaceAll('<', '\\u003c'))}
        </script>
        <script type="module" src="${at(files.script)}"></script>
      </head>
      <body>
        <div id="${rootId}"></div>
        <noscript>The explorer needs JavaScript. The graph itself is at POST /graphql.</noscript>
      </body>
    </html>`.text;
}
