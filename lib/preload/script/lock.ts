/**
 * Lock for a single writer on file systems without flock, by mkdir, which is atomic on any file system. The holder
 * writes a new line into the directory at every heartbeat. A waiter that sees the same line for too long, by its own
 * clock alone, removes the lock. The lock only saves duplicate work: publication is correct without it.
 */
export const LOCK = String.raw`
lock="$MODEL_ROOT/.lock-$MODEL_DIR"
trash="$MODEL_ROOT/.trash-$MODEL_OWNER"
acquired=

holder() { cat "$lock/holder" 2>/dev/null; }

is_ours() { case "$1" in "$MODEL_OWNER "*) ;; *) return 1 ;; esac; }

claim() { (printf '%s %s\n' "$MODEL_OWNER" "$(date +%s)" >"$lock/holder") 2>/dev/null; }

beat() { if is_ours "$(holder)"; then claim; fi; }

# The line is empty where a beat or a release was cut off.
release() {
  held=$(holder)
  if [ -n "$acquired" ] && { [ -z "$held" ] || is_ours "$held"; }; then
    rm -rf "$lock"
  fi
}

# Of all who want to take a lock away, one can mark it; who dies after that is passed over at the next level. The mark lies in the lock, so that a newer lock has none.
take_away() {
  if ! mkdir "$lock/taken-$level" 2>/dev/null; then
    level=$((level + 1))
    since=$(date +%s)
    return
  fi
  sleep 1
  if [ "$(holder)" != "$seen" ]; then
    rmdir "$lock/taken-$level" 2>/dev/null
    return
  fi
  say "the holder of the lock has been silent for $MODEL_STALE s, taking over"
  rm -rf "$trash"
  mkdir "$trash" 2>/dev/null
  mv "$lock" "$trash/" 2>/dev/null
  rm -rf "$trash"
}

acquire() {
  seen=
  level=1
  since=$(date +%s)
  waiting=
  refusals=0
  until mkdir "$lock" 2>/dev/null; do
    held=$(holder)
    is_ours "$held" && break
    exit_if_whole
    if [ ! -d "$lock" ]; then
      refusals=$((refusals + 1))
      [ "$refusals" -lt 10 ] || fail 73 "cannot make a directory in $MODEL_ROOT as user $(id -u): let the volume belong to that user or its group, and have room"
      continue
    fi
    if [ "$held" != "$seen" ]; then
      seen=$held
      level=1
      since=$(date +%s)
    elif [ $(($(date +%s) - since)) -ge "$MODEL_STALE" ]; then
      take_away
      continue
    fi
    [ "$(spent)" -lt "$MODEL_TIMEOUT" ] || fail 75 "another pod has been fetching the model for $MODEL_TIMEOUT s; see the log of $held"
    [ -n "$waiting" ] || say "another pod is fetching the model, waiting for it"
    waiting=yes
    sleep 1
  done
  acquired=yes
  claim
}

# What writers that died have left. Renamed first: a writer that is alive after all cannot publish what is being deleted.
sweep() {
  for left in "$MODEL_ROOT/.tmp-$MODEL_DIR-"*; do
    if [ -d "$left" ] && [ "$left" != "$work" ]; then
      say "removing what an earlier writer left"
      mkdir -p "$trash"
      mv "$left" "$trash/" 2>/dev/null
    fi
  done
  rm -rf "$MODEL_ROOT/.trash-"*
}
`;
