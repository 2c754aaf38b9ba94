#!/bin/sh
# Fetches what projects that many clusters run have written, from the Go module proxy, and prints the folders, one a line. Leaves with status 3 where it cannot be had, and says why.
set -eu
. "$(dirname "$0")/lib.sh"
need_go "what other projects have written"
while read -r module version; do
  go_module "$module" "$version"
done <<'EOF'
github.com/argoproj/argo-cd/v2 v2.14.20
github.com/argoproj/argo-rollouts v1.8.3
github.com/cert-manager/cert-manager v1.16.2
github.com/cloudnative-pg/cloudnative-pg v1.27.0
github.com/fluxcd/flux2/v2 v2.4.0
github.com/kedacore/keda/v2 v2.21.0
github.com/kserve/kserve v0.16.0
github.com/open-policy-agent/gatekeeper/v3 v3.17.1
github.com/prometheus-operator/prometheus-operator v0.85.0
github.com/rook/rook v1.15.6
github.com/tektoncd/pipeline v0.66.0
k8s.io/autoscaler/vertical-pod-autoscaler v1.2.1
k8s.io/kubernetes v1.37.0
knative.dev/serving v0.43.0
sigs.k8s.io/gateway-api-inference-extension v1.1.0
sigs.k8s.io/kueue v0.9.1
sigs.k8s.io/lws v0.7.0
sigs.k8s.io/metrics-server v0.7.2
EOF
