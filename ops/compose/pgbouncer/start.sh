#!/bin/sh
# PgBouncer in transaction mode before the primary: a connection is lent for one transaction, so that nothing of a session
# lasts. Settings and users are written at each start, out of the environment.
set -eu
folder="${TMPDIR:-/tmp}"

umask 077
printf '"mosaico" "%s"\n' "$POSTGRES_APPLICATION_PASSWORD" >"$folder/users.txt"
cat >"$folder/pgbouncer.ini" <<INI
[databases]
* = host=${POSTGRES_PRIMARY_HOST:-postgres} port=${POSTGRES_PRIMARY_PORT:-5432}
[pgbouncer]
listen_addr = ${LISTEN_ADDRESS:-0.0.0.0}
listen_port = ${LISTEN_PORT:-6432}
unix_socket_dir =
pool_mode = transaction
auth_type = scram-sha-256
auth_file = $folder/users.txt
max_client_conn = 500
default_pool_size = 20
; Any other setting of a session is refused, rather than forgotten without a word.
ignore_startup_parameters = extra_float_digits
server_login_retry = 1
server_connect_timeout = 5
log_connections = 0
log_disconnections = 0
INI

exec pgbouncer "$folder/pgbouncer.ini"
