const HTTP = String.raw`
# without the newline that files with secrets often end with
token=$(printf %s "$MODEL_TOKEN")

start_tool() {
  set -- --silent --show-error --fail --globoff --location --max-redirs 5 --connect-timeout 15 --write-out '%{http_code}' --output "$model/$MODEL_FILE"
  case "$MODEL_URL" in https:*) set -- "$@" --proto '=https' ;; *) set -- "$@" --proto '=http,https' ;; esac
  [ ! -s "$model/$MODEL_FILE" ] || set -- "$@" --continue-at -
  if [ -n "$token" ]; then
    exec curl --config - "$@" --url "$MODEL_URL" <<CONFIG
header = "Authorization: Bearer $token"
CONFIG
  fi
  exec curl "$@" --url "$MODEL_URL"
}

last_words() { tail -n 1 "$work/log"; }

explain_refusal() {
  answer=$(cat "$work/out")
  case "$answer" in
    401 | 403) fail 77 "the source refuses access ($answer); check the secret with the token, and what the token may read" ;;
    404 | 410) fail 66 "the source has no such file ($answer); check the URL" ;;
    416) rm -f "$model/$MODEL_FILE" ;;
  esac
  # the server cannot resume
  [ "$status" -ne 33 ] || rm -f "$model/$MODEL_FILE"
}

check_sums() {
  is=$(cut -d ' ' -f 1 "$work/sums")
  why="sha256 is $is, and $MODEL_SHA256 was asked for"
  [ "$is" = "$MODEL_SHA256" ]
}

case "$token" in
  *[!A-Za-z0-9._~+/=-]*) fail 78 "the token has a character that no bearer token has; check the secret" ;;
esac
`;

const HUGGING_FACE = String.raw`
start_tool() {
  hf=$(command -v hf || command -v huggingface-cli) || exit 127
  export HF_HOME="$HOME" HF_HUB_DISABLE_TELEMETRY=1 HF_HUB_DISABLE_PROGRESS_BARS=1 HF_HUB_DISABLE_UPDATE_CHECK=1
  export NO_COLOR=1 HF_HUB_DOWNLOAD_TIMEOUT=30 HF_HUB_ETAG_TIMEOUT=30 HF_XET_NUM_CONCURRENT_RANGE_GETS=4 HF_XET_CHUNK_CACHE_SIZE_BYTES=0
  set -f
  IFS=$newline
  set -- download "$MODEL_REPO" --revision "$MODEL_REVISION" --local-dir "$model" --max-workers 4
  # before 1.0 an option takes all its values at once, and a second one would undo the first
  if [ -n "$MODEL_INCLUDE$MODEL_EXCLUDE" ] && "$hf" download --help 2>/dev/null | grep -q 'INCLUDE \.\.\.'; then
    [ -z "$MODEL_INCLUDE" ] || set -- "$@" --include $MODEL_INCLUDE
    [ -z "$MODEL_EXCLUDE" ] || set -- "$@" --exclude $MODEL_EXCLUDE
  else
    for pattern in $MODEL_INCLUDE; do set -- "$@" --include "$pattern"; done
    for pattern in $MODEL_EXCLUDE; do set -- "$@" --exclude "$pattern"; done
  fi
  exec "$hf" "$@"
}

last_words() { grep -E '[Ee]rror' "$work/log" | tail -n 1; }

explain_refusal() {
  said=$(grep -E "40[134] Client Error|Access denied|GatedRepoError|RepositoryNotFound|RevisionNotFound|Revision not found|' not found" "$work/log" | tail -n 1 | cut -c 1-300)
  case "$said" in
    *404* | *"not found"* | *NotFound*) fail 66 "the hub has no such repository or revision: $MODEL_REPO at $MODEL_REVISION; check both, and the token if it is private ($said)" ;;
    ?*) fail 77 "the hub refuses access to $MODEL_REPO; check the secret with the token, and that its owner was granted access ($said)" ;;
  esac
}

# The hub gives the sha256 of a large file, and git's own sum of a small one.
check_sums() {
  while read -r sum file; do
    about="$model/.cache/huggingface/download/$file.metadata"
    why="the hub gave no sum of $file"
    [ -f "$about" ] || return 1
    { read -r commit && read -r tag; } <"$about" || return 1
    case "$tag" in
      ????????????????????????????????????????????????????????????????) is=$sum ;;
      ????????????????????????????????????????) is=$({ printf 'blob %s\0' "$(stat -c %s "$model/$file")" && cat "$model/$file"; } | sha1sum | cut -d ' ' -f 1) ;;
      *) return 1 ;;
    esac
    why="the sum of $file is $is, and the hub says $tag at $commit"
    [ "$is" = "$tag" ] && [ "$commit" = "$MODEL_REVISION" ] || return 1
  done <"$work/sums"
}
`;

const BUCKET = String.raw`
start_tool() {
  exec rclone copy "model:$MODEL_REMOTE" "$model" --config /dev/null --cache-dir "$HOME" --retries 1 --low-level-retries 3 --contimeout 15s --timeout 60s --transfers 4 --stats 0
}

last_words() { tail -n 1 "$work/log"; }

explain_refusal() {
  said=$(grep -E 'AccessDenied|InvalidAccessKeyId|SignatureDoesNotMatch|Forbidden|Unauthorized|(status code:?|Error) 40[134]|NoSuchBucket|directory not found' "$work/log" | head -n 1 | cut -c 1-300)
  case "$said" in
    '') ;;
    *NoSuchBucket* | *"directory not found"* | *" 404"*) fail 66 "there is no $MODEL_REMOTE in the store ($said)" ;;
    *) fail 77 "the store refuses access to $MODEL_REMOTE; check the credentials and what they may read ($said)" ;;
  esac
}

# One pinned sum holds all files: that of the list in which their sums are.
check_sums() {
  why="there is no SHA256SUMS beside the files"
  [ -f "$model/SHA256SUMS" ] || return 1
  is=$(sed -n 's|^\([0-9a-f]*\)  \./SHA256SUMS$|\1|p' "$work/sums")
  why="sha256 of SHA256SUMS is $is, and $MODEL_SHA256 was asked for"
  [ "$is" = "$MODEL_SHA256" ] || return 1
  sed 's|^\([0-9a-f]\{64\}\) [ *]\(\./\)\{0,1\}|\1  ./|' "$model/SHA256SUMS" | sort -k 2 >"$work/listed"
  grep -v '  \./SHA256SUMS$' "$work/sums" >"$work/found"
  why="the files are not those of SHA256SUMS: $(cat "$work/listed" "$work/found" | sort | uniq -u | sort -k 2 | cut -c 67- | uniq | head -n 3 | tr '\n' ' ')"
  cmp -s "$work/listed" "$work/found"
}
`;

const OCI = String.raw`
start_tool() {
  rm -rf "$model"
  mkdir -p "$model"
  set -- pull "$MODEL_REFERENCE" --output "$model" --no-tty
  [ -z "$MODEL_PLAIN_HTTP" ] || set -- "$@" --plain-http
  [ -z "$MODEL_REGISTRY_CONFIG" ] || set -- "$@" --registry-config "$MODEL_REGISTRY_CONFIG"
  exec oras "$@"
}

last_words() { tail -n 1 "$work/log"; }

explain_refusal() {
  said=$(grep -iE 'status code 40[134]|unauthorized|denied|credential not found|: not found|manifest unknown' "$work/log" | head -n 1 | cut -c 1-300)
  case "$said" in
    '') ;;
    *" 404"* | *": not found"* | *unknown*) fail 66 "the registry has no $MODEL_REFERENCE ($said)" ;;
    *) fail 77 "the registry refuses access to $MODEL_REFERENCE; check the pull secret ($said)" ;;
  esac
}

# The tool has held every blob against the digest that the reference pins.
check_sums() { [ -s "$work/sums" ]; }
`;

/** Script part of each source: its tool, its error messages and its checksums. */
export const SOURCE_PARTS = { http: HTTP, huggingface: HUGGING_FACE, bucket: BUCKET, oci: OCI } as const;
