# shellcheck shell=bash disable=SC2154  # here and in_network come from node.sh and worker.sh
# etcd, kube-apiserver, kube-controller-manager and, on a whole node, kube-scheduler.
export KUBECONFIG=$STATE/kubeconfig
export NODE_NAME=webmend SERVICE_CIDR=10.96.0.0/16 API_SERVICE_IP=10.96.0.1

# A whole node has a network namespace of its own and with it every port; without one, free ports are taken.
choose_addresses() {
  local ports=(6443 2379 2380)
  export API_IP=$NODE_IP
  if ! is_whole_node; then
    API_IP=127.0.0.1
    read -ra ports <<<"$(free_ports 3)"
  fi
  export API_PORT=${ports[0]} ETCD=http://127.0.0.1:${ports[1]} ETCD_PEER=http://127.0.0.1:${ports[2]}
}

new_key() { openssl ecparam -name prime256v1 -genkey -noout -out "$STATE/pki/$1.key"; }

# certificate NAME SUBJECT [EXTENSION]: signed by the cluster's own authority
certificate() {
  local pki=$STATE/pki
  new_key "$1"
  openssl req -new -key "$pki/$1.key" -subj "$2" |
    openssl x509 -req -CA "$pki/ca.crt" -CAkey "$pki/ca.key" -CAcreateserial -days 365 -extfile <(echo "${3:-}") \
      -out "$pki/$1.crt" 2>/dev/null
}

# in a subshell: only its own files are for their owner alone
make_certificates() (
  local pki=$STATE/pki names=DNS:localhost,DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc
  umask 077
  new_key ca
  openssl req -x509 -new -key "$pki/ca.key" -subj /CN=webmend-test-cluster -days 365 -out "$pki/ca.crt"
  new_key service-accounts
  certificate apiserver /CN=kube-apiserver "subjectAltName=IP:127.0.0.1,IP:$API_IP,IP:$API_SERVICE_IP,$names"
  certificate admin /O=system:masters/CN=admin
  certificate kubelet "/O=system:nodes/CN=system:node:$NODE_NAME"
  render_kubeconfig admin "$KUBECONFIG"
  render_kubeconfig kubelet "$STATE/conf/kubelet.kubeconfig"
)

# render_kubeconfig USER FILE: certificates included, so that it works from anywhere
render_kubeconfig() {
  export USER_NAME=$1 CA CERTIFICATE KEY
  CA=$(in_base64 ca.crt) CERTIFICATE=$(in_base64 "$1.crt") KEY=$(in_base64 "$1.key")
  envsubst <"$here/config/kubeconfig" >"$2"
}
in_base64() { base64 --wrap=0 "$STATE/pki/$1"; }

start_control_plane() {
  start_etcd
  start_apiserver
  wait_until 60 "the API server" kubectl get --raw /readyz
  start_controller_manager
  ! is_whole_node || start_scheduler
  wait_until 30 "the default service account" kubectl get serviceaccount default
}

start_etcd() {
  start etcd "${in_network[@]}" etcd --data-dir="$STATE/etcd" --unsafe-no-fsync --log-level=warn \
    --listen-client-urls="$ETCD" --advertise-client-urls="$ETCD" \
    --listen-peer-urls="$ETCD_PEER" --initial-advertise-peer-urls="$ETCD_PEER" --initial-cluster="default=$ETCD_PEER"
}

start_apiserver() {
  local pki=$STATE/pki bind=()
  # the Service "kubernetes" gets the node's address as its endpoint; loopback alone may not be one
  if is_whole_node; then bind=(--bind-address=0.0.0.0); else bind=(--bind-address=127.0.0.1 --endpoint-reconciler-type=none); fi
  start kube-apiserver "${in_network[@]}" kube-apiserver --etcd-servers="$ETCD" \
    "${bind[@]}" --advertise-address="$API_IP" --secure-port="$API_PORT" --service-cluster-ip-range="$SERVICE_CIDR" \
    --client-ca-file="$pki/ca.crt" --tls-cert-file="$pki/apiserver.crt" --tls-private-key-file="$pki/apiserver.key" \
    --kubelet-client-certificate="$pki/admin.crt" --kubelet-client-key="$pki/admin.key" \
    --kubelet-preferred-address-types=InternalIP \
    --authorization-mode=Node,RBAC --enable-admission-plugins=NodeRestriction --allow-privileged=true \
    --service-account-issuer=https://kubernetes.default.svc \
    --service-account-key-file="$pki/service-accounts.key" --service-account-signing-key-file="$pki/service-accounts.key" \
    --audit-policy-file="$(render audit-policy.yaml)" --audit-log-path="$STATE/audit.log"
}

start_controller_manager() {
  local flags=(); read -ra flags <<<"${CLUSTER_MANAGER_FLAGS:-}"
  start kube-controller-manager "${in_network[@]}" kube-controller-manager --kubeconfig="$KUBECONFIG" --secure-port=0 \
    --flex-volume-plugin-dir="$STATE/plugins" --leader-elect=false --use-service-account-credentials=true --root-ca-file="$STATE/pki/ca.crt" \
    --service-account-private-key-file="$STATE/pki/service-accounts.key" "${flags[@]}"
}

start_scheduler() {
  start kube-scheduler "${in_network[@]}" kube-scheduler --kubeconfig="$KUBECONFIG" --secure-port=0 --leader-elect=false
}
