#!/bin/sh
# Builds KEDA's operator and its metrics adapter from the Go module proxy, once, and prints the folder.
# Leaves with status 3 where they cannot be had, and says why.
set -eu
. "$(dirname "$0")/lib.sh"
version=2.21.0
programs=$cache/keda-$version
mkdir -p "$programs"
if [ ! -x "$programs/keda-operator" ] || [ ! -x "$programs/keda-adapter" ]; then
  need_go "KEDA $version"
  go_checkout github.com/kedacore/keda/v2 "v$version"
  CGO_ENABLED=0
  export CGO_ENABLED
  for name in operator adapter; do
    [ -x "$programs/keda-$name" ] || go_build "$programs/keda-$name" "./cmd/$name" -ldflags '-s -w'
  done
fi
echo "$programs"
