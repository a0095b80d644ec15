#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds the committed tree twice, in two folders, and compares our jars and the list of what is shipped byte by byte; each jar shipped has to
# be in that list (promise P-38). About eight minutes, needs the network. TURN may name a command that runs the builds.
set -euo pipefail

home=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.." && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

commit=$(git -C "$home" rev-parse HEAD)

die() { echo "$*"; exit 1; }

build() { # folder
  git -C "$home" archive "$commit" | tar -x -C "$1"
  (cd "$1" && ${TURN:-} mvn --batch-mode -q -Dmaven.test.skip=true -DskipWebTests=true -Dspotless.check.skip=true package &&
    mvn --batch-mode -q org.cyclonedx:cyclonedx-maven-plugin:makeAggregateBom) >"$scratch/build.log" 2>&1 ||
    die "the build failed: $(tail -n 20 "$scratch/build.log")"
}

# Shipped jars that the list does not name.
unlisted() { # folder
  find "$1/target/dist" -name '*.jar' -printf '%f\n' | sed 's/\.jar$//' | sort -u | awk '
    NR == FNR { known[$0]; next }
    { for (name = $0; name != "" && !(name in known); ) if (!sub(/-[^-]*$/, "", name)) name = "" }
    name == "" { print }' <(grep -o '"purl" : "pkg:maven/[^"?]*' "$1/target/dist/rushes.cdx.json" | sed 's|.*/||; s|@|-|') -
}

for tree in first second/and/deeper; do
  mkdir -p "$scratch/$tree"
  build "$scratch/$tree"
  (cd "$scratch/$tree" && find target/dist \( -name 'rushes-*.jar' -o -name rushes.cdx.json \) -exec sha256sum {} + | LC_ALL=C sort -k 2) \
    >"$scratch/${tree%%/*}.sums"
done
missing=$(unlisted "$scratch/first")
[[ -z $missing ]] || die "not in the list of what is shipped: $missing"
(($(wc -l <"$scratch/first.sums") > 3)) || die "no jars of ours were built"
diff "$scratch/first.sums" "$scratch/second.sums" || die "these differ between two builds"
echo "$(wc -l <"$scratch/first.sums") files of ours are equal in two builds, and everything shipped is listed"
