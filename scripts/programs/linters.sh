#!/bin/sh
# Gets the linters that platform teams run, once, and prints the folder: kubeconform and kube-score from the Go module proxy, checkov from PyPI.
# Leaves with status 3 where they cannot be had, and says why.
set -eu
. "$(dirname "$0")/lib.sh"
kubeconform=v0.8.0
kube_score=v1.20.0
checkov=3.3.30
programs=$cache/linters-$kubeconform-$kube_score-$checkov
mkdir -p "$programs"

# install_from_go NAME PACKAGE@VERSION
install_from_go() {
  [ ! -x "$programs/$1" ] || return 0
  need_go "$1"
  echo "building $1" >&2
  GOBIN=$programs GOFLAGS=-mod=mod go install -trimpath -ldflags '-s -w' "$2" >"$programs/$1.log" 2>&1 || { tail -n 20 "$programs/$1.log" >&2; unavailable "$1 cannot be built"; }
}
install_from_go kubeconform "github.com/yannh/kubeconform/cmd/kubeconform@$kubeconform"
install_from_go kube-score "github.com/zegl/kube-score/cmd/kube-score@$kube_score"

if [ ! -x "$programs/checkov" ]; then
  command -v python3 >/dev/null || unavailable 'checkov needs python3'
  echo "installing checkov $checkov" >&2
  { python3 -m venv "$programs/python" && "$programs/python/bin/pip" install --quiet "checkov==$checkov"; } >"$programs/checkov.log" 2>&1 || { tail -n 5 "$programs/checkov.log" >&2; unavailable 'checkov cannot be installed'; }
  ln -sf python/bin/checkov "$programs/checkov"
fi
echo "$programs"
