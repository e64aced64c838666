import { expect, test } from '@jest/globals';
import { createMetrics, createSilentLogger, openMetrics } from '../src/index.ts';

const logger = createSilentLogger();

test('who asks for a metric that is there gets it, so that parts of one process count together', async () => {
  const metrics = createMetrics();
  const made = () => metrics.counter({ name: 'things_total', help: 'Things.', labelNames: ['kind'] });
  made().inc({ kind: 'a' });
  made().inc({ kind: 'a' }, 2);
  expect(await metrics.text()).toContain('things_total{kind="a"} 3\n');
});

test('metrics are served on a port of their own, and only where the configuration names one', async () => {
  const metrics = createMetrics({ ofProcess: true });
  const asked: string[] = [];
  const watched = { ...metrics, text: () => (asked.push('text'), metrics.text()) };
  const closeNothing = await openMetrics({ config: { HOST: '127.0.0.1', METRICS_PORT: undefined }, metrics, logger });
  await closeNothing();

  const urls: string[] = [];
  const noting = Object.assign(createSilentLogger(), {
    info: (fields: { metrics: string }) => urls.push(fields.metrics),
  });
  const close = await openMetrics({ config: { HOST: '127.0.0.1', METRICS_PORT: 0 }, metrics: watched, logger: noting });
  const response = await fetch(urls[0] ?? '');
  expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  expect(await response.text()).toContain('nodejs_eventloop_lag_seconds');
  expect(asked).toEqual(['text']);
  await close();
  await expect(fetch(urls[0] ?? '')).rejects.toThrow();
});
