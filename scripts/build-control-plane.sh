#!/bin/sh
# Builds what a control plane needs for one version of Kubernetes into .cache/control-plane/VERSION, once: kube-apiserver, kube-controller-manager and kubectl
# from the Go module proxy, and etcd from Debian (as root). Programs of that version in KUBEBUILDER_ASSETS are used as they are.
# Leaves with status 3 where they cannot be had, and says why.
set -eu
cd "$(dirname "$0")/.."
version=${1:?a version is missing: scripts/build-control-plane.sh 1.37.0}
target=$PWD/.cache/control-plane/$version
assets=${KUBEBUILDER_ASSETS:-}
mkdir -p "$target"

unavailable() {
  echo "skipped: $1" >&2
  exit 3
}

# of_version PROGRAM: a program that reports the version that is asked for.
of_version() {
  [ -x "$1" ] && { "$1" --version 2>/dev/null || "$1" version --client 2>/dev/null; } | grep -q "v$version\$"
}

missing=
for name in kube-apiserver kube-controller-manager kubectl; do
  of_version "$target/$name" && continue
  if [ -n "$assets" ] && of_version "$assets/$name"; then
    ln -sf "$assets/$name" "$target/$name"
  else
    missing="$missing $name"
  fi
done

if [ -n "$missing" ]; then
  command -v go >/dev/null || unavailable "no$missing of Kubernetes $version: install Go 1.26 or later, or set KUBEBUILDER_ASSETS"
  source=$target/source
  mkdir -p "$source"
  cd "$source"
  upstream=$(GOWORK=off go mod download -json "k8s.io/kubernetes@v$version" | sed -n 's/.*"GoMod": "\(.*\)".*/\1/p')
  [ -n "$upstream" ] || unavailable "the module k8s.io/kubernetes v$version cannot be fetched"
  {
    echo 'module control-plane'
    grep -E '^(go|godebug) ' "$upstream"
    sed -n '/^godebug (/,/^)/p' "$upstream"
    echo "require k8s.io/kubernetes v$version"
    sed -nE "s#^.*(k8s.io/[a-z-]+) => ./staging/.*#replace \1 => \1 v0.${version#*.}#p" "$upstream"
  } >go.mod
  {
    printf '//go:build tools\n\npackage tools\n\n'
    for name in kube-apiserver kube-controller-manager kubectl; do printf 'import _ "k8s.io/kubernetes/cmd/%s"\n' "$name"; done
  } >tools.go
  echo "Kubernetes $version: fetching modules" >&2
  go mod tidy -e >tidy.log 2>&1 || { tail -n 5 tidy.log >&2; unavailable "the modules of Kubernetes $version cannot be fetched"; }
  minor=${version#*.}
  stamp="-X k8s.io/component-base/version.gitVersion=v$version -X k8s.io/component-base/version.gitMajor=1 -X k8s.io/component-base/version.gitMinor=${minor%%.*}"
  stamp="$stamp -X k8s.io/client-go/pkg/version.gitVersion=v$version"
  for name in $missing; do
    echo "Kubernetes $version: building $name (minutes when Go's cache is cold)" >&2
    nice go build -v -mod=mod -trimpath -ldflags "-s -w $stamp" -o "$target/$name.part" "k8s.io/kubernetes/cmd/$name" 2>&1 | tee build.log | {
      compiled=0
      while read -r _; do
        compiled=$((compiled + 1))
        [ $((compiled % 200)) -ne 0 ] || echo "  $name: $compiled packages compiled" >&2
      done
    }
    [ -x "$target/$name.part" ] || { tail -n 20 build.log >&2; exit 1; }
    mv "$target/$name.part" "$target/$name"
  done
  cd - >/dev/null
  rm -rf "$source"
fi

etcd=$assets/etcd
if [ -z "$assets" ] || [ ! -x "$etcd" ]; then
  if ! command -v etcd >/dev/null; then
    { [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; } || unavailable 'no etcd: install etcd-server, or set KUBEBUILDER_ASSETS'
    echo 'installing etcd-server' >&2
    # The server only: its service is not to be started.
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends etcd-server; } >"$target/etcd.log" 2>&1 || unavailable 'etcd-server cannot be installed'
  fi
  etcd=$(command -v etcd)
fi
ln -sf "$etcd" "$target/etcd"
