#!/bin/sh
# Makes sure PostgreSQL's programs are there for the tests that need a real one.
set -eu
if command -v initdb >/dev/null 2>&1 || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then
  exit 0
fi
fail() { echo "The tests need PostgreSQL; install the package postgresql and try again." >&2; exit 1; }
[ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 || fail
echo "Installing PostgreSQL for the tests ..."
apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends postgresql >/dev/null || fail
