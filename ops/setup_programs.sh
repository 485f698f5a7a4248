#!/bin/sh
# Makes sure the programs are there that the tests need for real: PostgreSQL, Chromium.
set -eu
packages=""
if ! command -v initdb >/dev/null 2>&1 && ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then
  packages="postgresql"
fi
command -v chromium >/dev/null 2>&1 || packages="$packages chromium"
[ -n "$packages" ] || exit 0
fail() { echo "The tests need these Debian packages; install them and try again: $packages" >&2; exit 1; }
[ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 || fail
mkdir -p var
export DEBIAN_FRONTEND=noninteractive
sh ops/progress.sh "Looking for the programs the tests need" var/programs.log apt-get update &&
  sh ops/progress.sh "Installing for the tests: $packages" var/programs.log \
    apt-get install -y --no-install-recommends $packages || fail
