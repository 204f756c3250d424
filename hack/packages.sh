#!/usr/bin/env bash
# Installs the Debian packages that the demo and the tests need, where they are missing. Those that would start services
# are not installed: their files are unpacked below ${XDG_CACHE_HOME:-~/.cache}/webmend/debian.
#
#   usage: packages.sh [--help]
#
# Nothing missing: nothing is fetched, no root needed. Otherwise `apt-get update` and one `apt-get install`, as root or
# through sudo. A machine without dpkg gets the list and has to bring the tools itself.
set -euo pipefail

packages=(
  python3-venv libatomic1 fonts-liberation                      # Python, Playwright's driver
  chromium chromium-headless-shell libnss3-tools                # the browser, whole and as the runner's image has it
  buildah mmdebstrap                                            # images from the shipped Dockerfiles
  runc containernetworking-plugins nftables iproute2 util-linux # the node
  procps openssl gettext-base jq ca-certificates                # the scripts
  postgresql                                                    # the history in production
  git shellcheck
)

# Installed, they would listen on ports 9090 and 9093, now and after each start of the machine.
unpacked=(
  prometheus              # promtool too
  prometheus-alertmanager # amtool too
)
unpacked_below=${XDG_CACHE_HOME:-$HOME/.cache}/webmend/debian

# Pages of other people's packages are laid out with npm, from wherever it comes.
command -v npm >/dev/null || packages+=(npm)

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

not_unpacked() {
  local package
  for package in "${unpacked[@]}"; do
    [ -d "$unpacked_below/$package" ] || echo "$package"
  done
}

# Whole or not at all: a folder gets its name when all is in it. Only tests need them, so that a machine without a
# network goes on; with CI=true those tests then fail.
unpack() {
  local folder
  echo "Unpacking Debian packages: $*" >&2
  mkdir -p "$unpacked_below" && folder=$(mktemp -d "$unpacked_below/.unpacking-XXXXXX") || return
  (cd "$folder" && download "$@" && extract "$@") >&2 || echo "Not unpacked; tests of alerts are skipped: $*" >&2
  rm -rf "$folder"
}

# A new machine has no lists of packages yet.
download() {
  apt-get download "$@" || { as_root apt-get update --quiet=2 && apt-get download "$@"; }
}

extract() {
  local package
  for package in "$@"; do
    dpkg-deb --extract "$package"_*.deb "$package" || return
    mv --no-target-directory "$package" "$unpacked_below/$package" || return
  done
}

case ${1:-} in
  '') ;;
  *) sed -n '2,/^set /{/^set /!s/^# \{0,1\}//p}' "$0"; exit ;;
esac
if ! command -v dpkg-query >/dev/null; then
  echo "This is not Debian: please install the counterparts of: ${packages[*]} ${unpacked[*]}" >&2
  exit
fi
mapfile -t needed < <(missing)
[ ${#needed[@]} -eq 0 ] || install "${needed[@]}"
mapfile -t needed < <(not_unpacked)
[ ${#needed[@]} -eq 0 ] || unpack "${needed[@]}"
