#!/usr/bin/env bash
# A Kubernetes from plain processes, without a registry, Docker or kind.
#
#   usage: node.sh COMMAND
#
#   up                 start it (no-op while it is up); prints how to reach it
#   down               stop it and remove processes, network, mounts, cgroups and state
#   status             say which of its processes live; exit status 0 if all of them do
#   import ARCHIVE...  load images (docker or OCI archives) into the node's image store
#   images             list the names of the images in the node's image store
#   kubeconfig         print the path of the administrator's kubeconfig
#   env                print KUBECONFIG, PATH, KUBELET_ROOT, AUDIT_LOG... as shell exports
#   check              print why this machine cannot run a whole node; prints nothing if it can
#
#   NODE=1             (default) a whole node: control plane, kubelet, containerd, kube-proxy and DNS in a network
#                      namespace of their own, where pods have addresses, Services and names. Needs root; one a machine.
#   NODE=0             etcd, API server and controller manager on free loopback ports. Any user; any number side by side.
#   CLUSTER_STATE      folder of everything it writes (${XDG_STATE_HOME:-~/.local/state}/webmend/cluster)
#   CLUSTER_MANAGER_FLAGS   further flags of the controller manager
#   CLUSTER_IMAGES     image store, kept after `down` (${XDG_CACHE_HOME:-~/.cache}/webmend/containerd)
#
# The state folder keeps one log a process (log/), the API server's audit log (audit.log) and the kubeconfig.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export STATE=${CLUSTER_STATE:-${XDG_STATE_HOME:-$HOME/.local/state}/webmend/cluster}
export IMAGES=${CLUSTER_IMAGES:-${XDG_CACHE_HOME:-$HOME/.cache}/webmend/containerd}
# shellcheck source=lib/process.sh
source "$here/lib/process.sh"
# shellcheck source=lib/control_plane.sh
source "$here/lib/control_plane.sh"
# shellcheck source=lib/worker.sh
source "$here/lib/worker.sh"

say() { printf '%s\n' "$*" >&2; }

# What the running instance was started with; without one, what the caller asks for.
mode() { cat "$STATE/mode" 2>/dev/null || echo "${NODE:-1}"; }
is_whole_node() { [ "$(mode)" = 1 ]; }
processes() {
  echo etcd kube-apiserver kube-controller-manager
  ! is_whole_node || echo kube-scheduler kube-proxy coredns node
}

is_up() { local name; for name in $(processes); do is_alive "$name" || return 1; done; }

prepare() {
  [ "${NODE:-1}" = 0 ] || refuse_unless_able
  mkdir -p "$STATE"/{pid,log,pki,conf}
  echo "${NODE:-1}" >"$STATE/mode"
}

refuse_unless_able() {
  local reasons; reasons=$(check)
  [ -z "$reasons" ] || { say "This machine cannot run a node:" "$reasons"; exit 1; }
}

start_everything() {
  choose_addresses
  make_certificates
  ! is_whole_node || make_network
  start_control_plane
  ! is_whole_node || start_worker
  write_env
}

up() {
  local start=$SECONDS
  if is_up; then say "already up"; usage_hint; return; fi
  [ ! -e "$STATE/mode" ] || down
  find_binaries
  prepare
  start_everything
  say "up after $((SECONDS - start)) s"
  usage_hint
}

# Calls on one state folder wait for each other, by a lock on the folder that it is in: no file of its own is left.
lock() {
  local parent; parent=$(dirname "$STATE")
  mkdir -p "$parent"
  exec 9<"$parent"
  flock 9
}

find_binaries() {
  local groups=(); [ "${NODE:-1}" = 1 ] || groups=(etcd kube)
  BIN=$("$here/build.sh" "${groups[@]}")
  export PATH="$BIN:$PATH"
}

down() {
  local name
  ! is_whole_node || stop_worker
  # the API server takes up to a minute to leave politely, and nothing here outlives it
  for name in $(processes); do stop "$name"; done
  ! is_whole_node || remove_host_traces
  rm -rf --one-file-system "$STATE"
  rmdir --ignore-fail-on-non-empty "$(dirname "$STATE")" 2>/dev/null || true
}

status() {
  local name
  for name in $(processes); do
    if is_alive "$name"; then echo "up    $name"; else echo "down  $name"; fi
  done
  is_up
}

write_env() {
  cat >"$STATE/env" <<ENV
KUBECONFIG=$KUBECONFIG
CLUSTER_BIN=$BIN
AUDIT_LOG=$STATE/audit.log
ETCDCTL_ENDPOINTS=$ETCD
KUBELET_ROOT=$STATE/kubelet
CONTAINERD_ADDRESS=$STATE/containerd.sock
CONTAINERD_NAMESPACE=k8s.io
CONTAINERD_SUPPRESS_DEPRECATION_WARNINGS=true
ENV
}

# shellcheck disable=SC2016  # PATH is expanded by whoever evaluates the output
print_env() {
  sed -n "s/^\([A-Z_]*\)=\(.*\)/export \1='\2'/p" "$STATE/env"
  echo 'export PATH="$CLUSTER_BIN:$PATH"'
}
usage_hint() { echo "export KUBECONFIG=$STATE/kubeconfig"; }
load_env() { [ -f "$STATE/env" ] || { say "no cluster is up"; exit 1; }; eval "$(print_env)"; }

main() {
  local command=${1:-help}; shift || true
  case $command in
    up | down) lock; "$command" ;;
    status | check) "$command" ;;
    import) load_env; import_images "$@" ;;
    images) load_env; ctr images ls --quiet ;;
    kubeconfig) load_env; echo "$KUBECONFIG" ;;
    env) load_env; print_env ;;
    *) sed -n '2,/^set /{/^set /!s/^# \{0,1\}//p}' "$0" ;;
  esac
}
main "$@"
