#!/bin/sh
# Builds prometheus-adapter from the Go module proxy, once, and prints the folder; Prometheus itself comes from Debian (as root).
# Leaves with status 3 where they cannot be had, and says why.
set -eu
. "$(dirname "$0")/lib.sh"
version=0.12.0
programs=$cache/prometheus-adapter-$version
mkdir -p "$programs"
if [ ! -x "$programs/prometheus-adapter" ]; then
  need_go "prometheus-adapter $version"
  source=$(mktemp -d)
  trap 'rm -rf "$source"' EXIT
  echo "prometheus-adapter $version: fetching modules" >&2
  module=sigs.k8s.io/prometheus-adapter
  go_module "$module" "v$version" >/dev/null
  cd "$source"
  # The proxy has no list of its versions, without which `go install` refuses: a module that requires it is enough.
  printf 'module adapter\n\ngo 1.22\n\nrequire %s v%s\n' "$module" "$version" >go.mod
  printf '//go:build tools\n\npackage tools\n\nimport _ "%s/cmd/adapter"\n' "$module" >tools.go
  GOFLAGS=-mod=mod go mod tidy -e >tidy.log 2>&1 || { tail -n 5 tidy.log >&2; unavailable "the modules of prometheus-adapter $version cannot be fetched"; }
  go_build "$programs/prometheus-adapter" "$module/cmd/adapter" -ldflags '-s -w'
fi
apt_install prometheus prometheus
echo "$programs"
