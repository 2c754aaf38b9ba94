#!/bin/sh
# Prints where the OpenAPI specification of one version of Kubernetes lies, once its module has been fetched. Leaves with status 3 where it cannot be had, and says why.
set -eu
version=${1:?a version is missing, as in 1.37.0}
. "$(dirname "$0")/lib.sh"
need_go "the specification of Kubernetes $version"
echo "$(go_module k8s.io/kubernetes "v$version")/api/openapi-spec/swagger.json"
