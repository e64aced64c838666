#!/bin/sh
# A streaming replica: at its first start it takes the primary's data as they are, then it follows. The arguments are settings
# for the server. A copy that was cut off is begun again, since it gets its name when it is whole.
set -eu
primary="${POSTGRES_PRIMARY_HOST:-postgres}"
port="${POSTGRES_PRIMARY_PORT:-5432}"
passwords="${TMPDIR:-/tmp}/replicator.pgpass"

umask 077
printf '%s:%s:*:replicator:%s\n' "$primary" "$port" "$POSTGRES_REPLICATION_PASSWORD" >"$passwords"

if [ ! -s "$PGDATA/PG_VERSION" ]; then
  fresh="$PGDATA.making"
  rm -rf "$fresh"
  mkdir -p "$(dirname "$PGDATA")"
  PGPASSFILE="$passwords" pg_basebackup --host="$primary" --port="$port" --username=replicator --no-password \
    --checkpoint=fast --wal-method=stream --slot=replica --pgdata="$fresh"
  touch "$fresh/standby.signal"
  # Empty where the volume was mounted, or not there at all.
  [ ! -d "$PGDATA" ] || rmdir "$PGDATA"
  mv "$fresh" "$PGDATA"
fi

exec postgres \
  -c "primary_conninfo=host=$primary port=$port user=replicator passfile=$passwords application_name=replica" \
  -c primary_slot_name=replica \
  "$@"
