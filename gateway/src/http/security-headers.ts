import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';

/** Policies by directive, as https://www.w3.org/TR/CSP3/ has them. An answer that is not a page may load nothing at all. */
const nothing = { 'default-src': "'none'", 'frame-ancestors': "'none'", 'base-uri': "'none'", 'form-action': "'none'" };

/** A page whose only resource is the given inline style sheet. */
export function stillPagePolicy(css: string): string {
  const hash = createHash('sha256').update(css).digest('base64');
  return policy({ ...nothing, 'style-src': `'sha256-${hash}'`, 'img-src': 'data:' });
}

/**
 * The explorer: own scripts, workers and fonts, and own addresses to talk to. Monaco sets styles as it runs, which no hash
 * or nonce can name, and draws a few pictures from data URLs.
 */
export const explorerPolicy = policy({
  ...nothing,
  'script-src': "'self'",
  'worker-src': "'self'",
  'connect-src': "'self'",
  'font-src': "'self'",
  'img-src': "'self' data:",
  'style-src': "'self' 'unsafe-inline'",
});

function policy(directives: Record<string, string>): string {
  return Object.entries(directives)
    .map(([directive, sources]) => `${directive} ${sources}`)
    .join('; ');
}

/** What every answer carries, unless a route has a looser content policy. */
export const securityHeaders = {
  'content-security-policy': policy(nothing),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
} as const;

/** Every answer carries these; a route that needs a looser content policy sets its own. */
export function addSecurityHeaders(server: FastifyInstance): void {
  const { 'content-security-policy': strict, ...others } = securityHeaders;
  server.addHook('onSend', (_request, reply, _payload, done) => {
    if (!reply.hasHeader('content-security-policy')) reply.header('content-security-policy', strict);
    reply.headers(others);
    done();
  });
}
