#!/bin/sh
# Run once by the image's entrypoint, when it has made the data folder. The replica begins with the first transaction of the
# primary's binary log, so that it has to be made while the primary still keeps all of it. It follows from the next start on:
# a server starts its replication by itself.
(
  set -eu
  MYSQL_PWD="$MYSQL_ROOT_PASSWORD" mysql --protocol=socket --user=root <<SQL
-- Nothing of its own may stand in the way of what the primary numbered.
RESET BINARY LOGS AND GTIDS;
CHANGE REPLICATION SOURCE TO
  SOURCE_HOST = 'mysql',
  SOURCE_USER = 'replicator',
  SOURCE_PASSWORD = '$MYSQL_REPLICATION_PASSWORD',
  SOURCE_AUTO_POSITION = 1,
  SOURCE_CONNECT_RETRY = 1,
  GET_SOURCE_PUBLIC_KEY = 1;
-- Last, and in force from the next start on: the making of the data folder writes.
SET PERSIST_ONLY super_read_only = ON;
SQL
)
