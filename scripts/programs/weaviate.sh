#!/bin/sh
# Builds the Weaviate that WeaviateVectorStore runs, from the Go module proxy, once, and puts it beside the servers of the integration tests.
# Leaves with status 3 where it cannot be had, and says why.
set -eu
. "$(dirname "$0")/lib.sh"
checkout=$(cd "$(dirname "$0")/../.." && pwd)
version=$(sed -n 's/.*semitechnologies\/weaviate:\([0-9.]*\).*/\1/p' "$checkout/lib/stores/vectors/weaviate-vector-store.ts")
programs=$cache/weaviate-$version
mkdir -p "$programs"
if [ ! -x "$programs/weaviate-server" ]; then
  need_go "Weaviate $version"
  go_checkout github.com/weaviate/weaviate "v$version"
  CGO_ENABLED=0
  export CGO_ENABLED
  go_build "$programs/weaviate-server" ./cmd/weaviate-server -ldflags '-s -w'
fi
# The tests run it as a user of its own, who need not be able to look into the cache.
servers=$checkout/.cache/servers
mkdir -p "$servers"
ln -f "$programs/weaviate-server" "$servers/weaviate-$version" 2>/dev/null || cp "$programs/weaviate-server" "$servers/weaviate-$version"
