#!/usr/bin/env bash
# Runs layers of the test suite one after the other and prints what ran, what was skipped and why.
#
#   usage: layers.sh LAYER...     (contract, integration, browser, chart, e2e, long)
#
# A layer that this machine cannot run is skipped with the reason; with CI=true that is a failure. Every layer runs, also
# after one has failed, so that one call shows everything; the exit status is 0 only if none failed.
set -euo pipefail
cd "$(dirname "$0")/.."
node=hack/cluster/node.sh
results=() failed=0

# --- what a layer needs: prints the reason why it cannot run, or nothing ----------------------------------------------
cluster_binaries() {
  command -v go >/dev/null || hack/cluster/build.sh --cached "$@" >/dev/null || echo "neither Go nor built cluster binaries"
}
chromium_package() { command -v chromium >/dev/null || echo "no chromium"; }
lacks_contract() { cluster_binaries etcd kube; chromium_package; }
lacks_integration() { cluster_binaries etcd kube egress; }
lacks_browser() { cluster_binaries egress; chromium_package; }
lacks_chart() { cluster_binaries etcd helm kube egress; }
lacks_e2e() { "$node" check; }
lacks_long() { "$node" check; }

# --- how it is run ----------------------------------------------------------------------------------------------------
run_pytest() { .venv/bin/pytest --quiet "$@"; }
# Two at a time, a file each: both cores are used, and a file's tests share what they have started.
# A real browser or API server on a busy machine stumbles once in some thousand tests: what fails is tried once more, and
# what passes only then is told with how it failed at first (tests/conftest.py). Unit tests and stories have one try.
run_pairs() { run_pytest --reruns 1 --numprocesses 2 --dist loadfile "$@"; }
run_contract() { with_binaries etcd kube && .venv/bin/python -m tests.support.s3 && run_pairs tests/contract; }
run_integration() { with_binaries etcd kube egress; run_pairs tests/integration; }
run_browser() { with_binaries egress && other_peoples_packages && run_pairs tests/browser; }
run_chart() { with_binaries etcd helm kube egress; run_pairs tests/chart; }
run_e2e() { on_a_node run_pytest --durations 12 tests/e2e; }
# The node comes up once the browsers are done: together they would be slower than one after the other.
run_long() {
  local status=0
  with_binaries etcd kube
  { other_peoples_packages && run_pairs --timeout 3600 -m long tests/browser tests/contract tests/integration; } || status=$?
  on_a_node run_pytest --timeout 3600 -m long tests/e2e || status=$?
  return "$status"
}

# What some pages are built on, and the rules for consent banners; fetched once.
other_peoples_packages() { .venv/bin/python -m tests.site.states.packages && .venv/bin/python hack/autoconsent.py; }

with_binaries() { PATH=$(hack/cluster/build.sh "$@"):$PATH; }

# Brings node and images up for COMMAND; a node that was up before stays up.
on_a_node() {
  local was_up=false status=0
  "$node" status >/dev/null 2>&1 && was_up=true
  { "$node" up && hack/images/build.sh && "$@"; } || status=$?
  "$was_up" || "$node" down
  return "$status"
}

skip() {
  results+=("skipped  $1: $2")
  [ "${CI:-}" != true ] || failed=1
}

run() {
  local layer=$1 start=$SECONDS verdict=passed
  echo "== $layer" >&2
  # a child process, because set -e does not hold inside a condition
  "$0" --run "$layer" || { verdict=FAILED; failed=1; }
  results+=("$verdict   $layer: $((SECONDS - start)) s")
}

main() {
  local layer reason
  for layer in "$@"; do
    reason=$("lacks_$layer" 2>/dev/null || true)
    if [ -n "$reason" ]; then skip "$layer" "$reason"; else run "$layer"; fi
  done
  printf '%s\n' "== layers" "${results[@]}" >&2
  [ "${CI:-}" != true ] || [ "$failed" = 0 ] || echo "CI=true: a skipped layer counts as failed" >&2
  return "$failed"
}

case ${1:-} in
  --run) "run_$2" ;;
  contract | integration | browser | chart | e2e | long) main "$@" ;;
  *) sed -n '2,/^set /{/^set /!s/^# \{0,1\}//p}' "$0" ;;
esac
