#!/bin/sh
# The gate: every script parses, every test passes. It sees the merged result, and nothing else.
set -u
status=0
for script in lib/*.sh test/*.sh; do
  sh -n "$script" || status=1
done
for test in test/*.sh; do
  if sh "$test"; then
    echo "ok      $test"
  else
    echo "FAILED  $test"
    status=1
  fi
done
exit $status
