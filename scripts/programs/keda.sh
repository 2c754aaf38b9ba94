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
  source=$(mktemp -d)
  trap 'rm -rf "$source"' EXIT
  echo "KEDA $version: fetching modules" >&2
  # Its own go.mod has replacements, which hold only where it is the main module.
  cp -r "$(go_module github.com/kedacore/keda/v2 "v$version")/." "$source"
  chmod -R u+w "$source"
  cd "$source"
  for name in operator adapter; do
    [ -x "$programs/keda-$name" ] || CGO_ENABLED=0 go_build "$programs/keda-$name" "./cmd/$name" -ldflags '-s -w'
  done
fi
echo "$programs"
