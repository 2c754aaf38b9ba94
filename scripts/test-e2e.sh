#!/bin/sh
# Runs the tests that need a real control plane: on the newest supported version of Kubernetes; with --all on the oldest as well, and writes down what was proven.
# What cannot be had here (no Go, no network) is said, and left out; with --require it is a failure.
set -eu
cd "$(dirname "$0")/.."
newest=1.37.0
oldest=1.28.15
versions=$newest
all=
require=
copy=
for argument; do
  shift
  case $argument in
    --all) all=1 versions="$oldest $newest" ;;
    --require) require=1 ;;
    --json) ;;
    --outputFile=*) copy=${argument#*=} ;;
    *) set -- "$@" "$argument" ;;
  esac
done
mkdir -p .cache/e2e

# had SCRIPT [ARGUMENT]: the folder of its programs; nothing where they cannot be had, which it has said.
had() {
  script=$1
  shift
  sh "scripts/programs/$script.sh" "$@" || { status=$?; [ "$status" -eq 3 ] && [ -z "$require" ] || exit "$status"; }
}

# jest RESULTS [ARGUMENT]...
jest() {
  results=$1
  shift
  node_modules/.bin/jest -c jest.e2e.config.js --json --outputFile="$results" "$@" >/dev/null
}

LINTERS=$(had linters)
export LINTERS
PROMETHEUS_ADAPTER=$(had prometheus-adapter)
KEDA=$(had keda)
KAFKA=$(had kafka)
KEDA_CRON=$(had keda-cron)
MANIFESTS_OF_OTHERS=$(had manifests-of-others)
export PROMETHEUS_ADAPTER KEDA KAFKA KEDA_CRON MANIFESTS_OF_OTHERS
left_out=/node_modules/
[ -n "$LINTERS" ] || left_out="$left_out /test/e2e/linters/"
[ -n "$MANIFESTS_OF_OTHERS" ] || left_out="$left_out /test/e2e/manifests-of-others"
[ -n "$PROMETHEUS_ADAPTER" ] || left_out="$left_out /test/e2e/signals/"
{ [ -n "$KEDA" ] && [ -n "$KAFKA" ]; } || left_out="$left_out /test/e2e/signals/keda"
# What asks a server and waits for nothing passes at once, or has failed.
without_clock='/test/e2e/acceptance /test/e2e/api-types /test/e2e/differential /test/e2e/hpa-validation /test/e2e/linters/ /test/e2e/live-checks /test/e2e/manifest'
failed=
for version in $versions; do
  result=.cache/e2e/$version.json
  rm -rf "$result" ".cache/e2e/${version%.*}.signals"
  # What linters say of an example does not depend on who serves it.
  here=$left_out
  [ "$version" = "$newest" ] || here="$here /test/e2e/linters/"
  CONTROL_PLANE_PROGRAMS=$(had control-plane "$version")
  [ -n "$CONTROL_PLANE_PROGRAMS" ] || { all=; continue; }
  HPA_CONTROLLER=$(had hpa-controller "$version")
  { [ -n "$HPA_CONTROLLER" ] && [ -n "$KEDA_CRON" ]; } || here="$here /test/e2e/differential"
  export CONTROL_PLANE_PROGRAMS HPA_CONTROLLER KUBERNETES_VERSION="$version"
  # These tests follow real clocks: what fails beside others on a busy machine, and then alone too, has failed.
  if ! jest "$result" "$@" --testPathIgnorePatterns $here; then
    echo 'once more, alone: what failed, and follows a clock' >&2
    jest "$result.again" "$@" --onlyFailures --maxWorkers=1 --passWithNoTests --testPathIgnorePatterns $here $without_clock || true
    node_modules/.bin/ts-node -T scripts/retry-results.ts "$result" "$result.again" || failed=1
    rm "$result.again"
  fi
  [ -z "$copy" ] || cp "$result" "$copy"
done
[ -z "$failed" ] || exit 1
[ -z "$all" ] || node_modules/.bin/ts-node -T scripts/compatibility.ts
