#!/bin/sh
# Prints the folder in which one version of KEDA has its custom resource definitions, once its module has been fetched. Leaves with status 3 where it cannot be had, and says why.
set -eu
version=${1:?a version is missing, as in 2.21.0}
. "$(dirname "$0")/lib.sh"
need_go "the resources of KEDA $version"
echo "$(go_module github.com/kedacore/keda/v2 "v$version")/config/crd/bases"
