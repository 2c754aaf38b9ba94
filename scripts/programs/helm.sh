#!/bin/sh
# Prints where helm lies, once it has been built from the Go module proxy. Leaves with status 3 where it cannot be had, and says why.
set -eu
. "$(dirname "$0")/lib.sh"
version=v3.18.4
program=$cache/helm-$version
if [ ! -x "$program" ]; then
  need_go helm
  echo "building helm (minutes when Go's cache is cold)" >&2
  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT
  GOBIN=$folder GOFLAGS=-mod=mod go install "helm.sh/helm/v3/cmd/helm@$version" >"$folder/log" 2>&1 || { tail -n 5 "$folder/log" >&2; unavailable 'helm cannot be built'; }
  mkdir -p "$cache"
  mv "$folder/helm" "$program"
fi
echo "$program"
