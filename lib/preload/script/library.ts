/** Common functions of all scripts: names, messages, and the test for a complete model. */
export const LIBRARY = String.raw`set -u
umask 022
export LC_ALL=C
began=$(date +%s)
newline='
'
marker=.cdk8s-kotaemon-model
final="$MODEL_ROOT/$MODEL_DIR"

say() { printf 'preload: %s\n' "$*"; }

fail() {
  code=$1
  shift
  printf 'preload: error: %s\n' "$*" >&2
  exit "$code"
}

spent() { echo $(($(date +%s) - began)); }

# What the first half of a marker says: which model it is, and each file with its size.
listing() {
  printf '%s\n' "$MODEL_IDENTITY"
  (cd "$1" && find . -type f ! -path "./$marker" -exec stat -c '%s %n' {} + | sort)
}

is_whole() {
  [ -f "$1/$marker" ] && [ "$(sed '/^$/q' "$1/$marker")" = "$(listing "$1")" ]
}
`;
