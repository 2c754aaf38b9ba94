#!/bin/sh
# Builds the Weaviate that WeaviateVectorStore runs, from the Go module proxy, into .cache/servers, once: some minutes.
# Leaves with status 3 where it cannot be had, and says why.
set -eu
cd "$(dirname "$0")/.."
version=$(sed -n "s/.*semitechnologies\/weaviate:\([0-9.]*\)[@'].*/\1/p" lib/retrieval/weaviate-vector-store.ts)
target=$PWD/.cache/servers/weaviate-$version
[ ! -x "$target" ] || exit 0
command -v go >/dev/null || { echo "skipped: no weaviate $version: install Go 1.25 or later" >&2; exit 3; }
mkdir -p .cache/servers
folder=$(GOWORK=off go mod download -json "github.com/weaviate/weaviate@v$version" | sed -n 's/.*"Dir": "\(.*\)".*/\1/p')
[ -n "$folder" ] || { echo "skipped: the module weaviate v$version cannot be fetched" >&2; exit 3; }
source=.cache/servers/weaviate-source
cp -r "$folder" "$source"
chmod -R u+w "$source"
echo "building weaviate $version" >&2
(cd "$source" && CGO_ENABLED=0 nice go build -trimpath -ldflags '-s -w' -o "$target.part" ./cmd/weaviate-server)
mv "$target.part" "$target"
rm -rf "$source"
