/** Cache hit, or lock, fetch, verify and publish in one step. */
export const MAIN = String.raw`
exit_if_whole() {
  if is_whole "$final"; then
    say "$MODEL_IDENTITY is there"
    tidy
    exit 0
  fi
}

# What an earlier life left that was cut off after the model was published.
tidy() {
  [ ! -d "$work" ] || rm -rf "$work"
  if [ -d "$lock" ]; then
    acquired=yes
    release
  fi
}

finish() {
  stop
  release
}

exit_if_whole
trap finish EXIT
trap 'exit 143' TERM
trap 'exit 130' INT
say "fetching $MODEL_IDENTITY"
acquire
exit_if_whole
rmdir "$final" 2>/dev/null
if [ -e "$final" ]; then
  exit_if_whole
  fail 65 "$final is not the model that its name promises; it is left alone, since pods may be using it: remove it by hand"
fi
mkdir -p "$work" 2>/dev/null || fail 73 "cannot make a directory in $MODEL_ROOT as user $(id -u): let the volume belong to that user or its group, and have room"
(: >"$work/writer") 2>/dev/null || fail 74 "cannot write to $MODEL_ROOT: the volume is full"
sweep
available=$(($(room) + $(size_of "$work")))
[ "$available" -ge "$MODEL_KIB" ] || fail 74 "the model needs $((MODEL_KIB / 1024)) MiB, and $((available / 1024)) MiB are free in $MODEL_ROOT; enlarge the volume"
fetch
rm -rf "$model/.cache/huggingface"
rmdir "$model/.cache" 2>/dev/null
chmod -R a+rX,go-w "$model"
{
  listing "$model"
  echo
  cat "$work/sums"
} >"$work/marker" && mv "$work/marker" "$model/$marker" || fail 74 "cannot write the marker: the volume is full"
fetched=$(size_of "$model")
[ "$fetched" -le "$MODEL_KIB" ] || say "warning: the model has $((fetched / 1024)) MiB, and $((MODEL_KIB / 1024)) MiB were declared; correct the size"
sync -f "$model" 2>/dev/null || sync
[ -f "$work/writer" ] || fail 75 "another pod took over while this one stood still"
if ! mv "$model" "$MODEL_ROOT/" 2>/dev/null; then
  is_whole "$final" || fail 73 "cannot move the model to $final"
fi
rm -rf "$work"
say "$MODEL_IDENTITY is there, verified, after $(spent) s"
`;

/** Waits until another pod publishes the model; for pods that mount the volume read-only. */
export const WAIT = String.raw`
say "waiting for $MODEL_IDENTITY"
until is_whole "$final"; do
  [ "$(spent)" -lt "$MODEL_TIMEOUT" ] || fail 75 "not there after $MODEL_TIMEOUT s; see the log of $MODEL_WRITER"
  sleep 1
done
say "$MODEL_IDENTITY is there"
`;

/** Checks that a model exists at its declared path. */
export const LOOK = String.raw`set -u
found=$(ls -A "$MODEL_ROOT/$MODEL_DIR" 2>/dev/null)
if [ -z "$found" ]; then
  printf 'preload: error: there is nothing in %s of the volume; put the model there first\n' "$MODEL_DIR" >&2
  exit 66
fi
`;
