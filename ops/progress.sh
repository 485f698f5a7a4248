#!/bin/sh
# Runs a long command, its output into a log, and shows on one line that it goes on:
# sh ops/progress.sh TITLE LOG COMMAND...
set -u
title=$1 log=$2
shift 2
printf '%s ...' "$title"
"$@" >"$log" 2>&1 &
command=$!
trap 'kill "$command" 2>/dev/null; echo; exit 130' INT TERM HUP
seconds=0
while kill -0 "$command" 2>/dev/null; do
  sleep 1
  seconds=$((seconds + 1))
  [ $((seconds % 10)) -ne 0 ] || printf ' %s s' "$seconds"
done
wait "$command"
status=$?
if [ "$status" = 0 ]; then echo " done in $seconds s."; else echo " failed after $seconds s."; fi
exit "$status"
