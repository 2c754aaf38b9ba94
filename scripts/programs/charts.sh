#!/bin/sh
# charts.sh FOLDER: renders charts of Helm that many clusters install, into FOLDER, one file a chart. Their repositories come from GitHub, at the commits below;
# a chart's values are those of scripts/try-rules/charts. Leaves with status 3 where something cannot be had, and says why.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/lib.sh"
values=$here/../try-rules/charts
mkdir -p "$1"
out=$(cd "$1" && pwd)
helm=$(sh "$here/helm.sh")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Names of files in FOLDER: chart, then the values; sub-charts stand in the same repository, and others are left out.
while read -r repository commit path subcharts; do
  name=$(basename "$repository")
  if [ ! -d "$work/$name" ]; then
    git init -q "$work/$name"
    git -C "$work/$name" fetch -q --depth 1 "https://github.com/$repository" "$commit" 2>/dev/null || unavailable "$repository $commit cannot be fetched"
    git -C "$work/$name" -c advice.detachedHead=false checkout -q FETCH_HEAD
  fi
  chart=$work/$name/$path
  mkdir -p "$chart/charts"
  for sub in $subcharts; do cp -r "$work/$name/$sub" "$chart/charts/"; done
  awk '/^[^ #-]/ { left = /^dependencies:/ } !left' "$chart/Chart.yaml" >"$chart/Chart.yaml.part"
  mv "$chart/Chart.yaml.part" "$chart/Chart.yaml"
  rm -f "$chart/Chart.lock"
  title=$(sed -n 's/^name: *//p' "$chart/Chart.yaml")
  "$helm" template shop "$chart" --namespace shop --kube-version 1.34 --api-versions apiregistration.k8s.io/v1 >"$out/$title.yaml"
  for file in "$values/$title"-*.yaml; do
    [ -e "$file" ] || continue
    "$helm" template shop "$chart" --namespace shop --kube-version 1.34 --api-versions apiregistration.k8s.io/v1 --values "$file" >"$out/$(basename "$file")"
  done
done <<'EOF'
argoproj/argo-helm af0a9310bacbaa4636018dfe22c801a6d33a5c43 charts/argo-cd
bitnami/charts 5165628ae06697f8f68a670bef7739d93c4b7f44 bitnami/kafka bitnami/common
bitnami/charts 5165628ae06697f8f68a670bef7739d93c4b7f44 bitnami/redis bitnami/common
prometheus-community/helm-charts cf408a290aec489277a94450bb3511432477a53a charts/kube-prometheus-stack charts/kube-state-metrics charts/prometheus-node-exporter
prometheus-community/helm-charts cf408a290aec489277a94450bb3511432477a53a charts/prometheus-adapter
vllm-project/production-stack a6c01db05f65f556235413ba8dbcfb0c01132fff helm
EOF
