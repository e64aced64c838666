import type { MongoClient } from 'mongodb';

/** How many connections to all servers are in use, how many are open and not in use, and how many operations wait for one. */
export interface ConnectionCounts {
  readonly used: number;
  readonly idle: number;
  readonly waiting: number;
}

/** Counts a client's connections by what its pools tell. @returns how many there are at the moment */
export function countConnections(client: MongoClient): () => ConnectionCounts {
  /** Whether each open connection is in use. One that was closed while in use is also handed back, and stays away. */
  const inUse = new Map<string, boolean>();
  let waiting = 0;
  const set = (event: { address: string; connectionId: unknown }, isUsed: boolean, mustBeThere: boolean): void => {
    const key = `${event.address}#${String(event.connectionId)}`;
    if (!mustBeThere || inUse.has(key)) inUse.set(key, isUsed);
  };
  client.on('connectionReady', (event) => {
    set(event, false, false);
  });
  client.on('connectionCheckedOut', (event) => {
    waiting -= 1;
    set(event, true, true);
  });
  client.on('connectionCheckedIn', (event) => {
    set(event, false, true);
  });
  client.on('connectionClosed', ({ address, connectionId }) => {
    inUse.delete(`${address}#${String(connectionId)}`);
  });
  client.on('connectionCheckOutStarted', () => void (waiting += 1));
  client.on('connectionCheckOutFailed', () => void (waiting -= 1));
  return () => {
    const used = [...inUse.values()].filter(Boolean).length;
    return { used, idle: inUse.size - used, waiting };
  };
}
