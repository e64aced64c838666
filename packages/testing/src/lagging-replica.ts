import mysql from 'mysql2/promise';

/** A MariaDB replica, to make it lag. */
export interface LaggingReplica {
  /** It goes on receiving, and shows nothing of it, until `follow`. */
  holdBack(): Promise<void>;
  follow(): Promise<void>;
  /** How many statements of clients it has answered since its start. */
  statements(): Promise<number>;
  /** Lets it follow, and leaves it. */
  close(): Promise<void>;
}

/** @param url of the replica, with a user that may stop replication, as those of `ops/stores` may */
export async function connectLaggingReplica(url: string): Promise<LaggingReplica> {
  const connection = await mysql.createConnection(url);
  const follow = async (): Promise<void> => {
    await connection.query('START SLAVE SQL_THREAD');
  };
  return {
    async holdBack() {
      await connection.query('STOP SLAVE SQL_THREAD');
    },
    follow,
    async statements() {
      const [rows] = await connection.query<mysql.RowDataPacket[]>("SHOW GLOBAL STATUS LIKE 'Questions'");
      return Number(rows[0]?.['Value']);
    },
    async close() {
      await follow();
      await connection.end();
    },
  };
}
