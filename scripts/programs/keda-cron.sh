#!/bin/sh
# Builds KEDA's cron scaler, from upstream's file with its clock made settable and scripts/differential/keda-cron.go beside it, once, and prints the program.
# Leaves with status 3 where it cannot be had, and says why.
set -eu
. "$(dirname "$0")/lib.sh"
version=2.21.0
player=$(cd "$(dirname "$0")/../differential" && pwd)/keda-cron.go
program=$(built_with "keda-cron-$version" "$player")

if [ ! -x "$program" ]; then
  need_go "the cron scaler of KEDA $version"
  go_checkout github.com/kedacore/keda/v2 "v$version"
  mkdir cron
  for file in cron_scaler scaler; do
    sed -e 's/^package scalers.*/package main/' -e 's/time\.Now()/clockNow()/g' "pkg/scalers/$file.go" >"cron/$file.go"
  done
  cp "$player" cron/player.go
  go_build "$program" ./cron
fi
echo "$program"
