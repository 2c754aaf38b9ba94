#!/bin/sh
# Gets what a control plane of one version of Kubernetes needs, once, and prints the folder: kube-apiserver, kube-controller-manager and kubectl from the
# Go module proxy, and etcd from Debian (as root). Programs of that version in KUBEBUILDER_ASSETS are used as they are.
# Leaves with status 3 where they cannot be had, and says why.
set -eu
version=${1:?a version is missing, as in 1.37.0}
. "$(dirname "$0")/lib.sh"
programs=$cache/kubernetes-$version
assets=${KUBEBUILDER_ASSETS:-}
mkdir -p "$programs"

# of_version PROGRAM: whether it reports the version that is asked for.
of_version() {
  [ -x "$1" ] && { "$1" --version 2>/dev/null || "$1" version --client 2>/dev/null; } | grep -q "v$version\$"
}

missing=
for name in kube-apiserver kube-controller-manager kubectl; do
  if [ -n "$assets" ] && of_version "$assets/$name"; then
    ln -sf "$assets/$name" "$programs/$name"
  elif ! of_version "$programs/$name"; then
    missing="$missing $name"
  fi
done

if [ -n "$missing" ]; then
  need_go "Kubernetes $version"
  kubernetes_module "$version" control-plane
  {
    printf '//go:build tools\n\npackage tools\n\n'
    for name in kube-apiserver kube-controller-manager kubectl; do printf 'import _ "k8s.io/kubernetes/cmd/%s"\n' "$name"; done
  } >tools.go
  kubernetes_tidy "$version"
  minor=${version#*.}
  stamp="-X k8s.io/component-base/version.gitVersion=v$version -X k8s.io/component-base/version.gitMajor=1 -X k8s.io/component-base/version.gitMinor=${minor%%.*}"
  stamp="$stamp -X k8s.io/client-go/pkg/version.gitVersion=v$version"
  for name in $missing; do
    go_build "$programs/$name" "k8s.io/kubernetes/cmd/$name" -ldflags "-s -w $stamp"
  done
fi

if [ -n "$assets" ] && [ -x "$assets/etcd" ]; then
  ln -sf "$assets/etcd" "$programs/etcd"
else
  apt_install etcd etcd-server
  ln -sf "$(command -v etcd)" "$programs/etcd"
fi
echo "$programs"
