#!/bin/sh
# Runs the tests that need real servers or a browser; --full runs the long ones at their full length.
set -eu
cd "$(dirname "$0")/.."
for argument; do
  shift
  case $argument in
    --full) export FULL=1 ;;
    *) set -- "$@" "$argument" ;;
  esac
done
exec node_modules/.bin/jest -c jest.integration.config.js "$@"
