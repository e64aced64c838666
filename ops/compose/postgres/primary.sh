#!/bin/sh
# Run once by the image's entrypoint, when it has made the data folder: the application's role with its database, and what a
# streaming replica needs. It runs in a shell of its own: where the file cannot be marked as a program, the entrypoint reads
# it into its own.
(
  set -eu
  psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --username="$POSTGRES_USER" --dbname=postgres \
    --set=password="$POSTGRES_APPLICATION_PASSWORD" --set=replication="$POSTGRES_REPLICATION_PASSWORD" <<'SQL'
CREATE ROLE mosaico LOGIN PASSWORD :'password';
CREATE DATABASE analytics OWNER mosaico;
CREATE ROLE replicator LOGIN REPLICATION PASSWORD :'replication';
-- Keeps, from now on, what the replica has not yet received.
SELECT pg_create_physical_replication_slot('replica', true);
SQL
  # The entrypoint's own line for all databases does not include replication.
  echo 'host replication replicator all scram-sha-256' >>"$PGDATA/pg_hba.conf"
)
