/**
 * Fetch attempts with increasing back-off and a watchdog, which kills a tool that exceeds the timeout or makes no
 * progress. The script part of the source defines start_tool, last_words, explain_refusal and check_sums.
 */
export const FETCH = String.raw`
work="$MODEL_ROOT/.tmp-$MODEL_DIR-$MODEL_OWNER"
model="$work/$MODEL_DIR"
tool=
watcher=
export HOME="$work/home" TMPDIR="$work/home"

size_of() { du -sk "$1" 2>/dev/null | cut -f 1; }

room() { df -Pk "$MODEL_ROOT" | { read -r _; read -r _ _ _ available _; echo "$available"; }; }

# Beats for the lock, tells how far the tool is, and ends it when it hangs.
watch() {
  known=
  still=0
  told=0
  while sleep "$MODEL_BEAT" >/dev/null 2>&1; do
    beat
    [ -n "$1" ] || continue
    size=$(size_of "$work")
    still=$((still + MODEL_BEAT))
    told=$((told + MODEL_BEAT))
    [ "$size" = "$known" ] || still=0
    known=$size
    if [ "$told" -ge 10 ]; then
      say "$((known / 1024)) of $((MODEL_KIB / 1024)) MiB after $(spent) s"
      told=0
    fi
    if [ "$still" -ge "$MODEL_STALL" ] || [ "$(spent)" -ge "$MODEL_TIMEOUT" ]; then kill -9 "$1" 2>/dev/null; fi
  done
}

stop() {
  [ -z "$watcher" ] || kill -9 "$watcher" 2>/dev/null
  [ -z "$tool" ] || kill -9 "$tool" 2>/dev/null
  watcher=
  tool=
}

pause() {
  longest=$((MODEL_BACKOFF << attempt))
  [ "$longest" -le 60 ] || longest=60
  seconds=$((longest / 2 + 0x$(printf '%s' "$MODEL_OWNER $attempt" | sha256sum | cut -c 1-4) % (longest / 2 + 1)))
  say "trying again in $seconds s"
  sleep "$seconds" &
  wait "$!"
}

# The sums of what was fetched, in the order of the names.
write_sums() {
  odd=$(find "$model" \( ! -type f ! -type d \) -o -name '*\\*' -o -name "*$newline*" | head -n 1)
  [ -z "$odd" ] || fail 65 "the source has '$odd', which is neither a plain file nor a folder, or has a name that cannot be listed"
  (cd "$model" && find . -type f ! -path "./$marker" ! -path './.cache/huggingface/*' -exec sha256sum {} + | sort -k 2) >"$work/sums"
  [ -s "$work/sums" ]
}

attempt_once() {
  mkdir -p "$model" "$work/home"
  (start_tool) >"$work/out" 2>"$work/log" </dev/null &
  tool=$!
  watch "$tool" &
  watcher=$!
  wait "$tool"
  status=$?
  tool=
  stop
  [ "$status" -eq 0 ] || return 1
  watch '' &
  watcher=$!
  why='the source sent nothing'
  if write_sums && check_sums; then
    stop
    return 0
  fi
  stop
  [ "$(room)" -gt 1024 ] || return 1
  mismatches=$((mismatches + 1))
  rm -rf "$model"
  say "not what was asked for: $why"
  [ "$mismatches" -lt 2 ] || fail 65 "twice the source sent something else than what is pinned: $why"
  return 1
}

fetch() {
  attempt=0
  mismatches=0
  while :; do
    attempt=$((attempt + 1))
    say "attempt $attempt of $MODEL_ATTEMPTS"
    why="the source sent nothing"
    attempt_once && return
    if [ "$status" -ne 0 ]; then
      why="$(last_words | cut -c 1-300) (status $status)"
      [ "$(spent)" -lt "$MODEL_TIMEOUT" ] || fail 75 "not there after $MODEL_TIMEOUT s; the size or the bandwidth that were declared are too small, or the source is slow"
      [ "$status" -ne 137 ] || why="no progress for $MODEL_STALL s"
      [ "$(room)" -gt 1024 ] || fail 74 "the volume is full after $(($(size_of "$work") / 1024)) MiB; $MODEL_KIB KiB were declared, so enlarge the volume or correct the size"
      [ "$status" -ne 127 ] || fail 78 "the image has not the tool that fetches from this source: $why"
      explain_refusal
    fi
    [ "$attempt" -lt "$MODEL_ATTEMPTS" ] || fail 75 "gave up after $attempt attempts: $why"
    say "failed: $why"
    pause
  done
}
`;
