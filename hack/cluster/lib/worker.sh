# shellcheck shell=bash disable=SC2154  # here comes from node.sh
# The part of a whole node that runs pods: network namespace, containerd, kubelet, kube-proxy, DNS.
export NETNS=webmend HOST_IP=10.240.77.1 NODE_IP=10.240.77.2 POD_CIDR=10.244.0.0/24
export PAUSE_IMAGE=localhost/webmend/pause:local CGROUP=webmend VOLUMES=4
export CONTAINERD_ADDRESS=$STATE/containerd.sock CONTAINERD_NAMESPACE=k8s.io
export CONTAINERD_SUPPRESS_DEPRECATION_WARNINGS=true
in_network=() # prefix of every process of the cluster

# --- can this machine run one? ----------------------------------------------------------------------------------------
check() {
  local tool
  [ "$(uname -s)" = Linux ] || { echo "not Linux"; return; }
  [ "$(id -u)" = 0 ] || echo "not root"
  for tool in ip nft runc unshare nsenter openssl envsubst; do
    command -v "$tool" >/dev/null || echo "no $tool (hack/packages.sh installs it)"
  done
  [ -x /usr/lib/cni/ptp ] || echo "no CNI plugins in /usr/lib/cni (hack/packages.sh installs them)"
  grep -qw overlay /proc/filesystems || modprobe overlay 2>/dev/null || echo "no overlayfs"
  unshare --net ip link add probe0 type veth peer name probe1 2>/dev/null || echo "no network namespaces or veth"
  unprivileged_user_namespaces || echo "no unprivileged user namespaces, which Chromium's sandbox needs"
  command -v go >/dev/null || "$here/build.sh" --cached >/dev/null 2>&1 || echo "no Go to build the cluster's binaries"
}

unprivileged_user_namespaces() {
  [ "$(cat /proc/sys/user/max_user_namespaces)" -gt 0 ] &&
    [ "$(cat /proc/sys/kernel/apparmor_restrict_unprivileged_userns 2>/dev/null || echo 0)" = 0 ]
}

# --- network: one veth pair between the host and the namespace, nothing else on the host ------------------------------
make_network() {
  ip netns add "$NETNS"
  ip link add "${NETNS}0" type veth peer name "${NETNS}1" netns "$NETNS"
  ip addr add "$HOST_IP/24" dev "${NETNS}0"
  ip link set "${NETNS}0" up
  ip -n "$NETNS" addr add "$NODE_IP/24" dev "${NETNS}1"
  ip -n "$NETNS" link set "${NETNS}1" up
  ip -n "$NETNS" link set lo up
  ip -n "$NETNS" route add default via "$HOST_IP"
  in_network=(nsenter "--net=/run/netns/$NETNS")
  "${in_network[@]}" sysctl --quiet --write net.ipv4.ip_forward=1
}

# --- cgroups: one folder of our own at the top of each hierarchy ------------------------------------------------------
cgroup_folders() {
  if [ -f /sys/fs/cgroup/cgroup.controllers ]; then
    echo "/sys/fs/cgroup/$CGROUP"
  else
    findmnt --noheadings --types cgroup,cgroup2 --output TARGET | sed "s|\$|/$CGROUP|"
  fi
}

make_cgroup() {
  local root=/sys/fs/cgroup
  cgroup_folders | xargs mkdir -p
  if [ -f $root/cgroup.controllers ]; then
    sed 's/[^ ]*/+&/g' $root/cgroup.controllers >$root/cgroup.subtree_control
  fi
}

remove_cgroup() {
  local folder
  for folder in $(cgroup_folders); do
    [ ! -d "$folder" ] || find "$folder" -depth -type d -exec rmdir {} + 2>/dev/null || return 1
  done
}

# --- the processes ----------------------------------------------------------------------------------------------------
start_worker() {
  make_cgroup
  make_volumes
  start kube-proxy "${in_network[@]}" kube-proxy --config="$(render kube-proxy.yaml)"
  start coredns "${in_network[@]}" coredns -conf "$(render Corefile)"
  start_node
  wait_until 60 "the node to be Ready" kubectl wait --for=condition=Ready --timeout=5s "node/$NODE_NAME"
}

# containerd, kubelet and every pod live in one PID and one mount namespace: when its first process goes, all go, and
# nothing they mounted was ever visible outside.
start_node() {
  mkdir -p "$IMAGES" "$STATE/conf/cni"
  render containerd.toml >/dev/null
  render kubelet.yaml >/dev/null
  mv "$(render pods.conflist)" "$STATE/conf/cni/"
  start node "${in_network[@]}" unshare --mount --propagation=slave --pid --fork --kill-child --mount-proc \
    "$here/lib/node_init.sh" "$here/pause_image.py" "$(type -P pause)"
}

make_volumes() {
  local n
  for ((n = 1; n <= VOLUMES; n++)); do
    export VOLUME=volume-$n
    mkdir -p "$STATE/volumes/$VOLUME"
    chmod 0777 "$STATE/volumes/$VOLUME" # whoever claims it runs as some user without privileges
    cat "$(render volume.yaml)"
  done | kubectl apply --filename=- --filename="$(render storage.yaml)" >/dev/null
}

stop_worker() {
  is_alive node || return 0
  # the first process of the namespace removes the pods' containers from the image store before it goes
  pkill -TERM --parent "$(pid_of node)" || true
  wait_until 30 "the pods to end" is_dead node || true
}

# What is left on the host once every process is gone.
remove_host_traces() {
  ip netns del "$NETNS" 2>/dev/null || true
  ip link del "${NETNS}0" 2>/dev/null || true
  wait_until 10 "the pods' cgroups to empty" remove_cgroup || true
  # mount points that the node needed, empty ever since
  rmdir /var/lib/cni /var/lib/kubelet 2>/dev/null || true
  # `ip netns add` turns its folder into a mount
  [ -n "$(ls /run/netns 2>/dev/null)" ] || { umount /run/netns && rmdir /run/netns; } 2>/dev/null || true
}

# import_images ARCHIVE...: names in the archives stay as they are
import_images() {
  local archive
  for archive in "$@"; do ctr images import --local "$archive"; done
}
