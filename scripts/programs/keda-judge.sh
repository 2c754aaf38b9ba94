#!/bin/sh
# keda-judge.sh VERSION: builds a program that judges objects by KEDA's own code, from scripts/differential/keda-judge.go, once, and prints its path.
# Leaves with status 3 where it cannot be had, and says why.
set -eu
. "$(dirname "$0")/lib.sh"
version=${1:-2.21.0}
player=$(cd "$(dirname "$0")/../differential" && pwd)/keda-judge.go
program=$(built_with "keda-judge-$version" "$player")

if [ ! -x "$program" ]; then
  need_go "the verdict of KEDA $version"
  go_checkout github.com/kedacore/keda/v2 "v$version"
  mkdir -p cmd/judge/crds
  cp config/crd/bases/keda.sh_*.yaml cmd/judge/crds/
  cp "$player" cmd/judge/main.go
  # A function without a body, found by its name in another package, needs an assembly file beside it.
  : >cmd/judge/linked.s
  CGO_ENABLED=0
  export CGO_ENABLED
  go_build "$program" ./cmd/judge -ldflags '-s -w'
fi
echo "$program"
