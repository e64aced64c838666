#!/bin/sh
# A cache: what it forgets is loaded again, so that nothing is kept on the disk. The arguments are further settings; the
# password is not among them, since arguments are for everybody to read.
set -eu
exec redis-server - "$@" <<CONF
requirepass "$REDIS_PASSWORD"
save ""
appendonly no
CONF
