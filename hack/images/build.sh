#!/usr/bin/env bash
# Builds the images from the shipped Dockerfiles, without Docker and without a registry of images, and loads what is new
# into the local node if one is up.
#
#   usage: build.sh [--fresh]     (--fresh: from a new base with current Debian packages)
#
# Images are tagged by what goes into them; what has not changed is neither built nor loaded again, and of a changed image
# only the new layers travel. Writes OPERATOR_IMAGE=, RUNNER_IMAGE= and SITE_IMAGE= to out/images.env and prints them.
# Needs root (buildah, mmdebstrap).
set -euo pipefail
cd "$(dirname "$0")/../.."
cache=${XDG_CACHE_HOME:-$HOME/.cache}/webmend/images
prefix=localhost/webmend
node=hack/cluster/node.sh
names="operator runner site"
declare -A dockerfile=([operator]=operator/Dockerfile [runner]=runner-image/Dockerfile [site]=tests/site/Dockerfile)
declare -A inputs=(
  [operator]='operator/Dockerfile operator/requirements.txt dist'
  [runner]='runner-image/Dockerfile runner-image/dpkg-excludes runner-image/fonts.conf runner-image/requirements.txt dist'
  [site]='tests/site'
)
# as in Debian's own slim images: no manuals, no translations, of documentation the licences
slim=(
  --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*'
  --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-include=/usr/share/doc/*/copyright'
)

say() { printf '%s\n' "$*" >&2; }
except() { grep --invert-match --line-regexp --fixed-strings --file="$1" || true; }
digest() { sha256sum | cut -c1-12; }
# contents and names of FILES and folders
digest_of() { find "$@" -type f -not -path '*/__pycache__/*' -print0 | sort -z | xargs -0 sha256sum | digest; }
is_built() { buildah inspect --type image "$1" >/dev/null 2>&1; }

timed() {
  local what=$1 start=$SECONDS; shift
  "$@"
  say "$what: $((SECONDS - start)) s"
}

# The newest base there is; --fresh makes a new one, and with it new layers on top.
name_of_base() {
  local series newest=
  series=$prefix/base:bookworm-$(printf '%s' "${slim[@]}" | digest)
  [ "$1" = --fresh ] || newest=$(built_images | awk -v series="$series" 'index($0, series) == 1' | sort | tail -1)
  echo "${newest:-$series-$(date -u +%Y%m%dT%H%M%S)}"
}

# --- building ---------------------------------------------------------------------------------------------------------
build_base() {
  mmdebstrap --variant=minbase --mode=root --quiet "${slim[@]}" bookworm "$cache/base.tar" >&2
  printf 'FROM scratch\nADD base.tar /\nCMD ["bash"]\n' | buildah bud --quiet --isolation chroot --tag "$base" --file - "$cache" >/dev/null
  rm "$cache/base.tar"
}

# pip behind a proxy that inspects TLS gets the host's certificates
pip_certificates() {
  [ -z "${PIP_CERT:-}" ] || printf '%s\n' --volume "$PIP_CERT:/run/pip-ca.crt:ro" --build-arg PIP_CERT=/run/pip-ca.crt
}

build_image() {
  local name=$1 image=$2 options
  mapfile -t options < <(pip_certificates)
  buildah bud --quiet --isolation chroot --layers "${options[@]}" --build-arg BASE="$base" \
    --file "${dockerfile[$name]}" --tag "$image" . >/dev/null
}

image_of() {
  # shellcheck disable=SC2086  # a list of paths
  echo "$prefix/$1:$({ echo "$base"; digest_of ${inputs[$1]}; } | digest)"
}

# --- loading into the node --------------------------------------------------------------------------------------------
# Layers travel uncompressed: that saves both sides the time, and their names do not depend on a compressor.
load() {
  local image=$1 scratch=$cache/load
  rm -rf "$scratch" && mkdir -p "$scratch"
  buildah push --quiet --disable-compression --format oci "$image" "dir:$scratch" >/dev/null
  arrange "$scratch" "$image"
  tar --create --directory="$scratch" oci-layout index.json blobs | ctr images import --local - >/dev/null
  rm -r "$scratch"
}

# arrange FOLDER IMAGE: a pushed folder becomes an OCI layout that holds only the blobs which the node has not
arrange() {
  local blobs=$1/blobs/sha256 manifest digest
  manifest=$(sha256sum "$1/manifest.json" | cut -d' ' -f1)
  mkdir -p "$blobs"
  for digest in $(jq -r '.config.digest, .layers[].digest' "$1/manifest.json" | except <(ctr content ls --quiet)); do
    mv "$1/${digest#sha256:}" "$blobs"
  done
  echo '{"imageLayoutVersion": "1.0.0"}' >"$1/oci-layout"
  index "$2" "sha256:$manifest" "$(stat --format=%s "$1/manifest.json")" >"$1/index.json"
  mv "$1/manifest.json" "$blobs/$manifest"
}

index() {
  jq --null-input --arg name "$1" --arg digest "$2" --argjson size "$3" '{schemaVersion: 2, manifests: [{
    mediaType: "application/vnd.oci.image.manifest.v1+json", $digest, $size,
    annotations: {"io.containerd.image.name": $name}}]}'
}

is_loaded() { ctr images ls --quiet "name==$1" | grep --quiet .; }

load_what_is_new() {
  local image
  for image in "$@"; do
    is_loaded "$image" || timed "loaded $image" load "$image"
  done
}

# Older builds of the same images; layers that the current ones share with them stay.
forget_all_but() {
  built_images | except <(printf '%s\n' "$@") | xargs --no-run-if-empty buildah rmi >/dev/null
}
built_images() { buildah images --format '{{.Name}}:{{.Tag}}' | awk -v prefix="$prefix/" 'index($0, prefix) == 1'; }

unload_all_but() {
  ctr images ls --quiet | grep --extended-regexp "^$prefix/(${names// /|}):" | except <(printf '%s\n' "$@") |
    except <(named_in_cluster) | unload
  nameless | unload
}
unload() { xargs --no-run-if-empty ctr images rm >/dev/null; }
# containerd keeps each image a second time under its id; that one stays when the name goes
nameless() {
  ctr images ls | awk 'NR > 1 && $1 !~ /^sha256:/ {named[$3]} NR > 1 && $1 ~ /^sha256:/ {id[$1] = $3}
    END {for (i in id) if (!(id[i] in named)) print i}'
}
named_in_cluster() {
  kubectl get deployments,daemonsets,jobs,pods,configmaps --all-namespaces --output=json | grep --only-matching "$prefix/[a-z]*:[0-9a-f]*"
}

# --- all of it --------------------------------------------------------------------------------------------------------
# of the images in the order of $names
write_names() {
  local name
  mkdir -p out
  for name in $names; do echo "${name^^}_IMAGE=$1"; shift; done | tee out/images.env
}

# One call at a time: they share the wheel, the names and the node.
lock() {
  mkdir -p "$cache"
  exec 9>"$cache/lock"
  flock 9
}

main() {
  local name image images=()
  lock
  base=$(name_of_base "${1:-}")
  make --silent wheel >&2
  is_built "$base" || timed "built $base" build_base
  for name in $names; do
    image=$(image_of "$name")
    is_built "$image" || timed "built $image" build_image "$name" "$image"
    images+=("$image")
  done
  if "$node" status >/dev/null 2>&1; then
    eval "$("$node" env)"
    load_what_is_new "${images[@]}"
    unload_all_but "${images[@]}"
  fi
  forget_all_but "$base" "${images[@]}"
  write_names "${images[@]}"
}

case ${1:-} in
  '' | --fresh) main "$@" ;;
  *) sed -n '2,/^set /{/^set /!s/^# \{0,1\}//p}' "$0" ;;
esac
