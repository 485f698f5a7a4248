#!/bin/sh
# Makes .venv hold exactly what a lock file names: sh ops/setup.sh requirements.lock
set -eu
lock=$1
log=var/setup.log
fail() { echo "$*" >&2; exit 1; }

stamp=.venv/$(basename "$lock").installed
if [ -x .venv/bin/python ] && cmp -s "$lock" "$stamp"; then exit 0; fi

mkdir -p var
uv=$(sh ops/uv.sh)

if [ ! -x .venv/bin/python ]; then
  python=$(cat .python-version)
  sh ops/progress.sh "Finding Python $python" "$log" "$uv" venv --clear --python "$python" .venv ||
    fail "Python $python was not found and could not be downloaded; install it and try again ($log says more)."
fi
VIRTUAL_ENV=$PWD/.venv sh ops/progress.sh \
  "Installing the packages of $lock (half a minute, some 0.8 GB to download)" "$log" \
  "$uv" pip sync --compile-bytecode --require-hashes "$lock" ||
  fail "The packages could not be installed; check the network and the disk (3 GB) and try again ($log says more)."
rm -f .venv/*.installed
cp "$lock" "$stamp"
# The development lock holds all of the other: after it nothing is missing.
if [ "$lock" = requirements-dev.lock ]; then cp requirements.lock .venv/requirements.lock.installed; fi
