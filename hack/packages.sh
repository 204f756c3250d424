#!/usr/bin/env bash
# Installs the Debian packages that the demo and the tests need, where they are missing.
#
#   usage: packages.sh [--help]
#
# Nothing missing: nothing is fetched, no root needed. Otherwise `apt-get update` and one `apt-get install`, as root or
# through sudo. A machine without dpkg gets the list and has to bring the tools itself.
set -euo pipefail

packages=(
  python3-venv libatomic1 fonts-liberation                      # Python, Playwright's driver
  chromium chromium-headless-shell                              # the browser, whole and as the runner's image has it
  buildah mmdebstrap                                            # images from the shipped Dockerfiles
  runc containernetworking-plugins nftables iproute2 util-linux # the node
  procps openssl gettext-base jq ca-certificates                # the scripts
  git shellcheck
)

missing() {
  local package
  for package in "${packages[@]}"; do
    [ "$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || echo "$package"
  done
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

install() {
  echo "Installing Debian packages: $*" >&2
  as_root apt-get update --quiet=2
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet=2 --no-install-recommends "$@" >&2
}

case ${1:-} in
  '') ;;
  *) sed -n '2,/^set /{/^set /!s/^# \{0,1\}//p}' "$0"; exit ;;
esac
if ! command -v dpkg-query >/dev/null; then
  echo "This is not Debian: please install the counterparts of: ${packages[*]}" >&2
  exit
fi
mapfile -t needed < <(missing)
[ ${#needed[@]} -eq 0 ] || install "${needed[@]}"
