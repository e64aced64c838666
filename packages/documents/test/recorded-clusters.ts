import type { Document } from 'mongodb';
import { type RecordedServer, startRecordedServer } from './recorded-server.ts';

/** A replica set of a primary and a secondary that hold nothing and keep what they were asked. */
export async function startRecordedReplicaSet(): Promise<{
  url: string;
  primary: RecordedServer;
  secondary: RecordedServer;
  close: () => Promise<void>;
}> {
  const hosts: string[] = [];
  const member = (isPrimary: boolean) => (): Document => ({
    setName: 'shop',
    setVersion: 1,
    hosts,
    me: hosts[isPrimary ? 0 : 1],
    primary: hosts[0],
    isWritablePrimary: isPrimary,
    ismaster: isPrimary,
    secondary: !isPrimary,
    lastWrite: { lastWriteDate: new Date() },
  });
  const primary = await startRecordedServer(member(true));
  const secondary = await startRecordedServer(member(false));
  hosts.push(primary.address, secondary.address);
  return {
    url: `mongodb://${hosts.join(',')}/shop?replicaSet=shop`,
    primary,
    secondary,
    async close() {
      await Promise.all([primary.close(), secondary.close()]);
    },
  };
}

/** The router of a sharded cluster that keeps what it was asked. */
export async function startRecordedRouter(): Promise<RecordedServer & { url: string }> {
  const server = await startRecordedServer(() => ({ msg: 'isdbgrid', isWritablePrimary: true, ismaster: true }));
  return { ...server, url: `mongodb://${server.address}/shop` };
}
