#!/bin/sh
# A member of the replica set. Members know each other by a key that they share; mongod wants it in a file of its own user's,
# in the letters of base64.
set -eu
key=/tmp/replica-set.key

umask 077
printf '%s' "$MONGO_REPLICA_SET_KEY" | base64 --wrap=0 >"$key"
chown mongodb "$key"

exec docker-entrypoint.sh mongod --replSet mosaico --keyFile "$key" --bind_ip_all "$@"
