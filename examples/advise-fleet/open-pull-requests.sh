#!/bin/sh
# Opens one pull request for each change that a run of the fleet advises, and updates those of earlier runs.
#   open-pull-requests.sh WORK
# WORK is the work folder of a run, as /advice/advise-now; it runs in a clone of the repository that the patches are of.
# Credentials are those of Git and of gh: the script holds none. BASE is the branch that changes go into (main).
set -eu
work=${1:?folder of the run, as /advice/advise-now}
base=${BASE:-main}

git fetch --quiet origin "$base"
for patch in "$work"/*/*/change/change.patch; do
  [ -e "$patch" ] || { echo 'no change is advised'; break; }
  change=${patch%/change.patch}
  workload=$(basename "$(dirname "$change")")
  # Branches are named after the workload alone, so that next week's advice updates the same pull request.
  branch=advise/$workload
  git switch --quiet --force-create "$branch" "origin/$base"
  if ! git apply --index "$patch"; then
    echo "$workload: the patch does not apply to $base; the manifests have changed since the advice" >&2
    continue
  fi
  git commit --quiet --message "Scale $workload by advice"
  git push --quiet --force origin "$branch"
  if gh pr view "$branch" --json state --jq .state 2>/dev/null | grep -qx OPEN; then
    gh pr edit "$branch" --body-file "$change/pull-request.md"
  else
    gh pr create --base "$base" --head "$branch" --title "Scale $workload by advice" --body-file "$change/pull-request.md"
  fi
done
