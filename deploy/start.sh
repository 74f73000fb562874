#!/bin/sh
# Starts a command of the bot in a container. What was learnt when the image was built is put into
# the cache first, so that neither an empty volume nor one of an earlier image makes it learn again.
set -eu
cp -R -n /app/learnt/. "$KOMMUNSVAR_CACHE/" 2>/dev/null || echo "start: the cache cannot be written; going on" >&2
exec python -m bot "$@"
