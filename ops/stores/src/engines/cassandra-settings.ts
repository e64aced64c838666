import { join } from 'node:path';
import type { Address } from '../ports.ts';

/** Tokens a node has: few, since they are dealt out evenly by hand. */
const TOKENS = 4;

/** A node's `cassandra.yaml`, line by line. Everything is small: it shares the machine with all the other stores. */
export function nodeSettings(node: {
  home: string;
  address: Address;
  storagePort: number;
  seed: string;
  index: number;
  count: number;
}): string[] {
  const data = join(node.home, 'data');
  return [
    'cluster_name: mosaico',
    `num_tokens: ${TOKENS}`,
    `initial_token: "${tokens(node).join(',')}"`,
    // The nodes of a new ring have nothing to hand over to each other.
    'auto_bootstrap: false',
    'partitioner: org.apache.cassandra.dht.Murmur3Partitioner',
    'endpoint_snitch: SimpleSnitch',
    'seed_provider:',
    '  - class_name: org.apache.cassandra.locator.SimpleSeedProvider',
    `    parameters: [{ seeds: "${node.seed}:${node.storagePort}" }]`,
    `listen_address: ${node.address.host}`,
    `storage_port: ${node.storagePort}`,
    'start_native_transport: true',
    `rpc_address: ${node.address.host}`,
    `native_transport_port: ${node.address.port}`,
    `data_file_directories: [${JSON.stringify(join(data, 'data'))}]`,
    `commitlog_directory: ${JSON.stringify(join(data, 'commitlog'))}`,
    `hints_directory: ${JSON.stringify(join(data, 'hints'))}`,
    `saved_caches_directory: ${JSON.stringify(join(data, 'saved_caches'))}`,
    `cdc_raw_directory: ${JSON.stringify(join(data, 'cdc_raw'))}`,
    ...commitLogSync(node),
    'commitlog_segment_size: 16MiB',
    'commitlog_total_space: 256MiB',
    'disk_failure_policy: stop',
    'commit_failure_policy: stop',
    'memtable_heap_space: 96MiB',
    'memtable_offheap_space: 64MiB',
    'file_cache_size: 64MiB',
    'key_cache_size: 8MiB',
    'row_cache_size: 0MiB',
    'counter_cache_size: 2MiB',
    'concurrent_reads: 16',
    'concurrent_writes: 16',
    'concurrent_compactors: 1',
    'auto_snapshot: false',
    'dynamic_snitch: false',
    'user_defined_functions_enabled: false',
    'materialized_views_enabled: false',
  ];
}

/**
 * With a periodic log, a node that is killed forgets what it has acknowledged in the last tenth of a second. In a ring, whose
 * nodes tests kill, an answer means that it is on the disk; a node that is alone is only ever stopped.
 */
function commitLogSync({ count }: { count: number }): string[] {
  return count > 1
    ? ['commitlog_sync: group', 'commitlog_sync_group_window: 5ms']
    : ['commitlog_sync: periodic', 'commitlog_sync_period: 1s'];
}

/** The ring of 2^64 places, which begins at -2^63, dealt out in turn. */
function tokens({ index, count }: { index: number; count: number }): bigint[] {
  const step = 2n ** 64n / BigInt(TOKENS * count);
  return Array.from({ length: TOKENS }, (_, turn) => -(2n ** 63n) + step * BigInt(turn * count + index) + 1n);
}

const exported = [
  'java.base/jdk.internal.misc',
  'java.base/jdk.internal.ref',
  'java.base/sun.nio.ch',
  'java.management.rmi/com.sun.jmx.remote.internal.rmi',
  'java.rmi/sun.rmi.registry',
  'java.rmi/sun.rmi.server',
  'java.rmi/sun.rmi.transport.tcp',
  'java.sql/java.sql',
  'jdk.unsupported/sun.misc',
];

const opened = [
  'java.base/java.io',
  'java.base/java.lang',
  'java.base/java.lang.module',
  'java.base/java.lang.reflect',
  'java.base/java.math',
  'java.base/java.net',
  'java.base/java.nio',
  'java.base/java.util',
  'java.base/java.util.concurrent',
  'java.base/java.util.concurrent.atomic',
  'java.base/jdk.internal.loader',
  'java.base/jdk.internal.math',
  'java.base/jdk.internal.module',
  'java.base/jdk.internal.ref',
  'java.base/jdk.internal.reflect',
  'java.base/jdk.internal.util.jar',
  'java.base/sun.nio.ch',
  'jdk.management/com.sun.management.internal',
];

/** What Cassandra reaches into under Java 17, as its own start script says it. */
export const javaAccess: readonly string[] = [
  '-Djdk.attach.allowAttachSelf=true',
  ...exported.map((name) => `--add-exports=${name}=ALL-UNNAMED`),
  ...opened.map((name) => `--add-opens=${name}=ALL-UNNAMED`),
];
