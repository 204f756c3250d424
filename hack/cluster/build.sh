#!/usr/bin/env bash
# Builds the binaries of the test cluster from the pinned modules in gomod/, or our own egress proxy (group egress), and
# prints the folder that holds them.
#
#   usage: build.sh [--cached] [GROUP...]      (default: all that a node needs, and helm; --cached: fail where something is
#                                               not built yet; kwok, which simulates nodes, and egress only by their names)
#
# Each group is a Go module of its own, so that their dependency graphs do not mix. A built group is cached outside the
# tree under ${XDG_CACHE_HOME:-~/.cache}/webmend/cluster, keyed by go.mod + go.sum + Go version + build flags.
# Progress goes to standard error; standard output holds one line: PATH-style folders joined by ':'.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/webmend/cluster
kube_version=$(awk '$1 == "k8s.io/kubernetes" {print $2}' "$here/gomod/kube/go.mod")
say() { printf '%s\n' "$*" >&2; }

# Without these the API server would not report its version, and Helm and clients with a minimum version refuse it.
kube_ldflags() {
  local major minor
  IFS=. read -r major minor _ <<<"${kube_version#v}"
  printf '%s' "-X k8s.io/component-base/version.gitVersion=$kube_version -X k8s.io/component-base/version.gitMajor=$major" \
    " -X k8s.io/component-base/version.gitMinor=$minor -X k8s.io/client-go/pkg/version.gitVersion=$kube_version"
}
ldflags() { printf -- '-s -w'; [ "$1" != kube ] || printf ' %s' "$(kube_ldflags)"; }
tags() { [ "$1" != containerd ] || printf 'no_btrfs'; }
source_of() {
  case $1 in pause) echo "$here/pause" ;; egress) echo "$here/../../egress" ;; *) echo "$here/gomod/$1" ;; esac
}
targets_of() { case $1 in pause | egress) echo . ;; *) echo tool ;; esac; }
key_of() {
  local dir; dir=$(source_of "$1")
  { cat "$dir"/go.mod; cat "$dir"/*.sum "$dir"/*.go 2>/dev/null || true; go version; ldflags "$1"; tags "$1"; } | sha256sum | cut -c1-16
}

# Counts the packages that `go build -v` names, so that ten quiet minutes show progress.
count_packages() {
  local group=$1 total=$2 n=0 start=$SECONDS line
  while IFS= read -r line; do
    case $line in *[[:space:]]* | *:*) say "  $line";; *) n=$((n + 1)); ((n % 200)) || say "  $group: $n of about $total packages, $((SECONDS - start)) s";; esac
  done
}

build() {
  local group=$1 out=$2 dir total
  dir=$(source_of "$group")
  mkdir -p "$out.tmp"
  total=$(CGO_ENABLED=0 go list -C "$dir" -deps "$(targets_of "$group")" 2>/dev/null | wc -l)
  CGO_ENABLED=0 go build -C "$dir" -v -trimpath -buildvcs=false -tags "$(tags "$group")" -ldflags "$(ldflags "$group")" -o "$out.tmp/" \
    "$(targets_of "$group")" 2>&1 | count_packages "$group" "$total"
  # the etcd modules name their main packages "server" and "v3"
  if [ "$group" = etcd ]; then mv "$out.tmp/server" "$out.tmp/etcd"; fi
  mv "$out.tmp" "$out"
}

cached_only=false
[ "${1:-}" != --cached ] || { cached_only=true; shift; }
look() {
  local group out
  path='' missing=()
  for group in "${groups[@]}"; do
    out=$cache/$group-$(key_of "$group")
    path=$path${path:+:}$out
    [ -d "$out" ] || missing+=("$group=$out")
  done
}

groups=("$@"); [ $# -gt 0 ] || groups=(pause etcd containerd helm coredns kube)
look
if [ ${#missing[@]} -gt 0 ] && ! "$cached_only"; then
  # a second call waits for the first and then finds its work done
  # (the proxy, which takes a minute, does not wait for the cluster, which takes many)
  mkdir -p "$cache"
  lock=lock; [ "${groups[*]}" != egress ] || lock=egress.lock
  exec 9>"$cache/$lock"
  flock 9
  look
fi
if [ ${#missing[@]} -gt 0 ]; then
  ! "$cached_only" || { say "not built yet: ${missing[*]%%=*}"; exit 1; }
  say "Building the cluster's binaries once (${missing[*]%%=*}); all of them take about 13 minutes on 2 cores."
  for entry in "${missing[@]}"; do
    start=$SECONDS; say "- ${entry%%=*}"
    rm -rf "${entry#*=}.tmp"; build "${entry%%=*}" "${entry#*=}"
    say "  ${entry%%=*} built in $((SECONDS - start)) s"
  done
fi
echo "$path"
