#!/bin/sh
# Builds the HPA controller of one version of Kubernetes, from upstream's package with its clock made settable and scripts/differential/hpa-controller.go in it, once, and prints the
# program. Leaves with status 3 where it cannot be had, and says why.
set -eu
version=${1:?a version is missing, as in 1.37.0}
. "$(dirname "$0")/lib.sh"
player=$(cd "$(dirname "$0")/../differential" && pwd)/hpa-controller.go
program=$(built_with "hpa-controller-$version" "$player")

if [ ! -x "$program" ]; then
  need_go "the HPA controller of Kubernetes $version"
  kubernetes_module "$version" hpa-controller
  for file in "$upstream"/pkg/controller/podautoscaler/*.go; do
    case $file in *_test.go) continue ;; esac
    sed -e 's/^package podautoscaler.*/package main/' -e 's/time\.Now()/clockNow()/g' "$file" >"$(basename "$file")"
  done
  cp "$player" player.go
  kubernetes_tidy "$version"
  go_build "$program" .
fi
echo "$program"
