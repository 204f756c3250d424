#!/usr/bin/env bash
# First process of the node's PID and mount namespace: hides what the node would write to the host, starts containerd
# and kubelet, and ends as soon as one of them does.
#
#   usage: node_init.sh PAUSE_IMAGE_SCRIPT PAUSE_BINARY     (started by worker.sh, which exports the rest)
set -euo pipefail
scratch=$STATE/scratch

# The kubelet sets these for the whole host; here it sets a file.
hide_sysctl() {
  local file=$scratch/sysctl/$1
  mkdir -p "$(dirname "$file")"
  cat "/proc/sys/$1" >"$file"
  mount --bind "$file" "/proc/sys/$1"
}

hide_folder() {
  mkdir -p "$scratch$1" "$1"
  mount --bind "$scratch$1" "$1"
}

hide_host() {
  hide_sysctl vm/overcommit_memory
  hide_sysctl kernel/panic
  hide_sysctl kernel/panic_on_oops
  hide_folder /var/log # pods' logs
  hide_folder /var/lib/cni # results of the CNI plugins
  hide_folder /var/lib/kubelet # the socket for device plugins
  mount -t tmpfs tmpfs /run
}

start_containerd() {
  containerd --config "$STATE/conf/containerd.toml" >"$STATE/log/containerd.log" 2>&1 &
  until ctr version >/dev/null 2>&1; do kill -0 $!; sleep 0.1; done
}

provide_pause_image() {
  python3 "$1" "$2" "$PAUSE_IMAGE" "$scratch/pause.tar"
  ctr images import --local "$scratch/pause.tar"
}

start_kubelet() {
  kubelet --kubeconfig="$STATE/conf/kubelet.kubeconfig" --config="$STATE/conf/kubelet.yaml" --node-ip="$NODE_IP" \
    --hostname-override="$NODE_NAME" --root-dir="$STATE/kubelet" --cert-dir="$STATE/kubelet/pki" >"$STATE/log/kubelet.log" 2>&1 &
  kubelet=$!
}

# The image store outlives the node: take the pods' containers and their file systems out of it.
leave() {
  trap - TERM
  kill -KILL "$kubelet"
  ctr tasks ls --quiet | xargs --no-run-if-empty ctr tasks rm --force
  ctr containers ls --quiet | xargs --no-run-if-empty ctr containers rm
  ctr sandboxes ls | awk 'NR > 1 {print $1}' | xargs --no-run-if-empty ctr sandboxes rm --force
  exit
}

hide_host
start_containerd
provide_pause_image "$@"
start_kubelet
trap leave TERM
wait -n
