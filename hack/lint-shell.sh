#!/usr/bin/env bash
# Lints every shell script of the tree with shellcheck.
set -euo pipefail
cd "$(dirname "$0")/.."
if ! command -v shellcheck >/dev/null; then
  [ "${CI:-}" != true ] || { echo "shellcheck is missing" >&2; exit 1; }
  echo "shellcheck is not installed: shell scripts are not linted (hack/packages.sh installs it)" >&2
  exit
fi
mapfile -t scripts < <(git ls-files '*.sh' .ci/run)
shellcheck --external-sources --source-path=SCRIPTDIR "${scripts[@]}"
