#!/bin/sh
# Run once by the image's entrypoint, when it has made the data folder, the database and the application's user. What is
# done here goes into the binary log, so that a replica has it too. It runs in a shell of its own: where the file cannot be
# marked as a program, the entrypoint reads it into its own.
(
  set -eu
  MYSQL_PWD="$MYSQL_ROOT_PASSWORD" mysql --protocol=socket --user=root <<SQL
-- To ask how far a replica is behind.
GRANT REPLICATION CLIENT ON *.* TO '$MYSQL_USER'@'%';
CREATE USER replicator@'%' IDENTIFIED BY '$MYSQL_REPLICATION_PASSWORD';
GRANT REPLICATION SLAVE ON *.* TO replicator@'%';
SQL
)
