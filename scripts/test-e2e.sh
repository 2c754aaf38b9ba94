#!/bin/sh
# Runs the tests that need a real control plane: on the newest supported version of Kubernetes; with --all on the oldest as well, and writes down what was proven.
set -eu
cd "$(dirname "$0")/.."
newest=1.37.0
versions=$newest
all=
copy=
for argument; do
  shift
  case $argument in
    --all) all=1 versions="1.28.15 $newest" ;;
    --json) ;;
    --outputFile=*) copy=${argument#*=} ;;
    *) set -- "$@" "$argument" ;;
  esac
done
mkdir -p .cache/e2e
failed=
for version in $versions; do
  result=.cache/e2e/$version.json
  rm -f "$result"
  built=0
  sh scripts/build-control-plane.sh "$version" || built=$?
  case $built in
    0) ;;
    3) echo "skipped: the tests on Kubernetes $version, for want of its control plane"; all=; continue ;;
    *) exit "$built" ;;
  esac
  KUBERNETES_VERSION=$version node_modules/.bin/jest -c jest.e2e.config.js --json --outputFile="$result" "$@" >/dev/null || failed=1
  [ -z "$copy" ] || cp "$result" "$copy"
done
[ -z "$failed" ] || exit 1
[ -z "$all" ] || node_modules/.bin/ts-node -T scripts/compatibility.ts
