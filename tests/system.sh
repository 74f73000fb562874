#!/usr/bin/env bash
# Installs what the tests use beside Python: Chromium for the pages, PostgreSQL for the storage. Where it cannot,
# the tests that need them are skipped and say so; in CI a missing one is a failure.
set -uo pipefail

missing=()
command -v chromium >/dev/null || command -v google-chrome >/dev/null || missing+=(chromium)
compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb >/dev/null || missing+=(postgresql)
[[ ${#missing[@]} -eq 0 ]] && exit 0

as_root=()
[[ $(id -u) -eq 0 ]] || as_root=(sudo -n)
if ! command -v apt-get >/dev/null || ! "${as_root[@]}" true 2>/dev/null; then
    echo "tests: ${missing[*]} not installed and not installable here: install them for the whole of the tests" >&2
    exit 0
fi
echo "tests: installing ${missing[*]} with apt-get" >&2
log=$(mktemp)
trap 'rm -f "$log"' EXIT
install() {
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get "$@" >"$log" 2>&1
}
if ! { install update -qq && install install -y -qq --no-install-recommends "${missing[@]}" fonts-noto-color-emoji; }; then
    tail -n 5 "$log" >&2
    echo "tests: ${missing[*]} could not be installed" >&2
fi
exit 0
