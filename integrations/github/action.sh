#!/usr/bin/env bash
# Steps of action.yml. What a user or a pull request wrote comes in variables alone, and is never part of a script.
set -euo pipefail

out=$RUNNER_TEMP/cdk8s-kotaemon
file=$out/cdk8s-kotaemon.mjs
calibrated=$out/calibrated.yaml
comparison=$out/comparison.md

refuse() {
  echo "::error::$1" >&2
  exit 2
}

# The command line: the caller's own, that of the package that the action lies in, or the one file.
package=$GITHUB_ACTION_PATH/build/cli/main.js
if [[ -n ${COMMAND:-} ]]; then read -ra kotaemon <<<"$COMMAND"
elif [[ -f $package ]]; then kotaemon=(node "$package")
else kotaemon=(node "$file"); fi

# Arguments for the traffic; none without a scenario, trace or recording.
traffic() {
  arguments=()
  if [[ -f $calibrated ]]; then arguments+=(--scenario "$calibrated")
  elif [[ -n $SCENARIO ]]; then arguments+=(--scenario "$SCENARIO"); fi
  if [[ -n $TRACE ]]; then arguments+=(--trace "$TRACE"); fi
  [[ ${#arguments[@]} -gt 0 ]] || { echo 'no scenario, trace or recording is set: the manifests are checked and not simulated'; exit 0; }
}

install() {
  [[ $TITLE =~ ^[A-Za-z0-9][A-Za-z0-9\ ._-]*$ && $TITLE != *--* ]] || refuse "title has to be of letters, digits, spaces and . _ -, as in 'shop search'"
  [[ -e $MANIFESTS ]] || refuse "there is no file or folder '$MANIFESTS'; give manifests what the steps before have written"
  # An earlier use of the action in this job has left its own.
  rm -rf "$out"
  mkdir -p "$out"
  if [[ -n $COMMAND || -f $package ]]; then return; fi
  command -v node >/dev/null || refuse 'there is no node on this runner; use actions/setup-node before this action'
  if [[ -f $GITHUB_ACTION_PATH/cdk8s-kotaemon.mjs ]]; then
    cp "$GITHUB_ACTION_PATH/cdk8s-kotaemon.mjs" "$file"
  else
    local version=${VERSION:-$ACTION_REF}
    [[ -n $ACTION_REPOSITORY && $version =~ ^v[0-9][A-Za-z0-9.+-]*$ ]] || refuse "'$version' is no release; use the action at a tag such as v0.1.0, or set version or command"
    curl --fail --silent --show-error --location --retry 3 --proto '=https' --output "$file" \
      "$GITHUB_SERVER_URL/$ACTION_REPOSITORY/releases/download/$version/cdk8s-kotaemon.mjs" || refuse "the release $version has no cdk8s-kotaemon.mjs"
  fi
  if [[ -n $SHA256 ]]; then
    sha256sum --check --status <<<"$SHA256  $file" || refuse "cdk8s-kotaemon.mjs has the SHA-256 $(sha256sum "$file" | cut -d' ' -f1), not $SHA256"
  fi
}

# A recording comes from a run of this repository's own code, never from a pull request, which could bring any figures.
recording() {
  [[ -n $RECORDING || -n $RECORDING_ARTIFACT ]] || return 0
  local from=$RECORDING run
  if [[ -n $RECORDING_ARTIFACT ]]; then
    [[ $RECORDING_WORKFLOW =~ ^[A-Za-z0-9._-]+\.ya?ml$ ]] || refuse 'recording-workflow has to be the file name of a workflow, as in record.yaml'
    from=$out/recording
    run=$(gh api --method GET "repos/$GITHUB_REPOSITORY/actions/workflows/$RECORDING_WORKFLOW/runs" \
      -f "branch=$DEFAULT_BRANCH" -f status=success -f per_page=50 \
      --jq '[.workflow_runs[] | select(.head_repository.full_name == env.GITHUB_REPOSITORY and (.event | startswith("pull_request") | not))][0].id // empty')
    [[ -n $run ]] || refuse "no run of $RECORDING_WORKFLOW on $DEFAULT_BRANCH has succeeded; run it once"
    gh run download "$run" --repo "$GITHUB_REPOSITORY" --name "$RECORDING_ARTIFACT" --dir "$from"
  fi
  local recorded=$MANIFESTS
  if [[ -n $BASE && -e $BASE ]]; then recorded=$BASE; fi
  "${kotaemon[@]}" calibrate "$recorded" --recording "$from" --out "$calibrated" --force ${SCENARIO:+--scenario "$SCENARIO"}
}

compare() {
  [[ -n $BASE ]] || return 0
  traffic
  local policies=("branch=$MANIFESTS")
  # The first pull request of a chart has nothing to be compared with but the baselines.
  if [[ -e $BASE ]]; then policies=("main=$BASE" "${policies[@]}"); fi
  echo "<!-- $TITLE: simulated scaling -->" >"$comparison"
  "${kotaemon[@]}" compare "${policies[@]}" "${arguments[@]}" --markdown >>"$comparison"
  cat "$comparison" >>"$GITHUB_STEP_SUMMARY"
  echo "comparison=$comparison" >>"$GITHUB_OUTPUT"
}

comment() {
  [[ $COMMENT == true && -n $PULL_REQUEST && -f $comparison ]] || return 0
  # The token of a fork cannot write to this repository; its comparison is in the job summary.
  if [[ $HEAD_REPOSITORY != "$GITHUB_REPOSITORY" ]]; then echo 'pull requests from forks get no comment; the comparison is in the job summary'; return 0; fi
  # GitHub takes 65,536 characters.
  awk -v left=60000 '{ left -= length($0) + 1; if (left < 0) { print "\nThe rest is in the summary of the run."; exit } print }' "$comparison" >"$out/comment.md"
  local mine='.[] | select(.user.login == "github-actions[bot]" and (.body | startswith("<!-- " + env.TITLE + ": simulated scaling -->"))) | .id' before
  if before=$(gh api "repos/$GITHUB_REPOSITORY/issues/$PULL_REQUEST/comments" --paginate --jq "$mine") && {
    before=${before%%$'\n'*}
    if [[ -n $before ]]; then gh api --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$before" --field "body=@$out/comment.md" >/dev/null
    else gh api --method POST "repos/$GITHUB_REPOSITORY/issues/$PULL_REQUEST/comments" --field "body=@$out/comment.md" >/dev/null; fi
  }; then return 0; fi
  echo '::warning::no comment without the permission pull-requests: write; the comparison is in the job summary'
}

simulate() {
  traffic
  "${kotaemon[@]}" simulate "$MANIFESTS" "${arguments[@]}" --html "$out/report.html" ${FAIL_ON:+--fail-on "$FAIL_ON"}
}

check() {
  [[ $CHECK == true ]] || return 0
  "${kotaemon[@]}" check "$MANIFESTS" --output github
}

"$1"
