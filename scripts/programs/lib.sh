# For the scripts beside this one: where programs are kept, and how one is built from the Go module proxy. To be read by `.`.

# One folder for all checkouts of a user, since building takes minutes: `programs` of a version are built once.
cache=${XDG_CACHE_HOME:-$HOME/.cache}/cdk8s-kotaemon

# An interrupted script leaves by its EXIT trap too.
trap 'exit 130' INT
trap 'exit 143' TERM

# Leaves with status 3, which says that something cannot be had here: that is no failure.
unavailable() {
  echo "skipped: $1" >&2
  exit 3
}

need_go() {
  command -v go >/dev/null || unavailable "$1 has to be built: install Go 1.26 or later"
}

# built_with NAME FILE: where a program is kept that is built with a file of ours, and anew when that changes; those of the file's earlier texts are removed.
built_with() {
  program=$cache/$1-$(cksum <"$2" | cut -d ' ' -f 1)
  mkdir -p "$cache"
  [ -x "$program" ] || rm -f "$cache/$1-"*
  echo "$program"
}

# go_module MODULE VERSION: the folder in which the module cache has it; what does not come is asked for again.
go_module() {
  for pause in 5 20 0; do
    folder=$(GOWORK=off GOFLAGS=-mod=mod go mod download -json "$1@$2" 2>/dev/null | sed -n 's/^.*"Dir": "\(.*\)".*$/\1/p')
    [ -z "$folder" ] || break
    sleep "$pause"
  done
  [ -n "$folder" ] || unavailable "the module $1 $2 cannot be fetched"
  echo "$folder"
}

# go_checkout MODULE VERSION: goes to a copy of its own, for a module whose go.mod has replacements: these hold only where it is the main module.
go_checkout() {
  echo "$1 $2: fetching modules" >&2
  # By itself, so that what cannot be fetched ends the script: of nothing, `/.` would be copied.
  module=$(go_module "$1" "$2")
  source=$(mktemp -d)
  trap 'rm -rf "$source"' EXIT
  cp -r "$module/." "$source"
  chmod -R u+w "$source"
  cd "$source"
}

# kubernetes_module VERSION NAME: goes to a new module, of that name, that takes Kubernetes' packages from where they are published.
kubernetes_module() {
  echo "Kubernetes $1: fetching modules" >&2
  upstream=$(go_module k8s.io/kubernetes "v$1")
  source=$(mktemp -d)
  trap 'rm -rf "$source"' EXIT
  cd "$source"
  # What upstream takes from folders beside it is published under the same numbers.
  {
    echo "module $2"
    grep -E '^(go|godebug) ' "$upstream/go.mod"
    sed -n '/^godebug (/,/^)/p' "$upstream/go.mod"
    echo "require k8s.io/kubernetes v$1"
    sed -nE "s#^.*(k8s.io/[a-z-]+) => ./staging/.*#replace \1 => \1 v0.${1#*.}#p" "$upstream/go.mod"
  } >go.mod
}

# kubernetes_tidy VERSION: requires what the packages in the folder import.
kubernetes_tidy() {
  GOFLAGS=-mod=mod go mod tidy -e >tidy.log 2>&1 || { tail -n 5 tidy.log >&2; unavailable "the modules of Kubernetes $1 cannot be fetched"; }
}

# go_build TARGET PACKAGE [FLAG]...: in the folder of a module; says how far it is.
go_build() {
  target=$1 package=$2
  shift 2
  name=$(basename "$target")
  echo "building $name (minutes when Go's cache is cold)" >&2
  log=$(mktemp)
  # What is there is whole: it is moved to its place when it has been built.
  { go build -v -mod=mod -trimpath "$@" -o "$target.part" "$package" 2>&1 || echo "no $name"; } | tee "$log" | awk -v name="$name" '{ if (NR % 200 == 0) { print "  " name ": " NR " packages compiled"; fflush() } }' >&2
  if grep -q "^no $name\$" "$log"; then
    tail -n 20 "$log" >&2
    rm -f "$log" "$target.part"
    exit 1
  fi
  rm -f "$log"
  mv "$target.part" "$target"
}

# apt_install PROGRAM PACKAGE: from Debian, as root; no service of it is started.
apt_install() {
  command -v "$1" >/dev/null && return
  { [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; } || unavailable "no $1: install the package $2"
  echo "installing $2" >&2
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -y -qq --no-install-recommends "$2"; } >/dev/null 2>&1 || unavailable "the package $2 cannot be installed"
}
