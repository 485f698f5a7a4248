#!/bin/sh
# Resolves requirements*.in into lock files that hold versions and hashes only.
set -eu
uv=$(sh ops/uv.sh)
for name in requirements requirements-dev; do
  "$uv" pip compile --quiet --python-version "$(cat .python-version)" \
    --python-platform x86_64-manylinux_2_28 --generate-hashes --no-emit-index-url \
    --no-header --override requirements.overrides "$name.in" -o "$name.lock"
done
