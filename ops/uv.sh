#!/bin/sh
# Prints where uv is; where it is missing, pip puts it into .uv first.
set -eu
version=0.13.9
uv=.uv/bin/uv
log=var/uv.log
fail() { echo "$*" >&2; exit 1; }

if command -v uv; then exit 0; fi
if [ ! -x "$uv" ]; then
  mkdir -p var
  python3 -m venv .uv 2>/dev/null ||
    fail "python3 with venv (or uv) is needed; install one of them first."
  sh ops/progress.sh "Installing uv" "$log" .uv/bin/python -m pip install "uv==$version" >&2 ||
    { rm -rf .uv; fail "uv could not be downloaded; check the network and try again ($log says more)."; }
fi
echo "$uv"
