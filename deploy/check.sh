#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Validates what lies here with the tools this machine has; a check that cannot run says SKIPPED.
# shellcheck disable=SC2317 # functions are called through check
set -euo pipefail
cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")"

scratch=$(mktemp -d)
trap 'rm -rf -- "$scratch"' EXIT
failed=0

ok() { printf 'deploy: ok       %s\n' "$1"; }
skipped() { printf 'deploy: SKIPPED  %s (%s)\n' "$1" "$2"; }
wrong() {
  printf 'deploy: FAILED   %s\n' "$1"
  sed 's/^/  /' "$scratch/out"
  failed=1
}
check() {
  local what=$1
  shift
  if "$@" >"$scratch/out" 2>&1; then ok "$what"; else wrong "$what"; fi
}

# The installed JDK is not here: any program stands in for it. Warnings count as failures.
verify_units() {
  local unit
  for unit in systemd/*.service; do
    sed 's|^ExecStart=/opt/rushes/jdk/bin/java|ExecStart=/bin/true|; s|file:///opt/rushes/deploy/README.md|https://rushes.dev|' \
      "$unit" >"$scratch/$(basename "$unit")"
  done
  systemd-analyze verify --man=no "$scratch"/*.service && [[ ! -s $scratch/out ]]
}

compose_config() { RUSHES_DATABASE_PASSWORD=check "$@" -f compose/compose.yaml config --quiet; }

# Every setting written here must be one that a program reads.
settings_exist() {
  local key keys missing=0
  mapfile -t keys < <(grep -rhoE --include='*.service' --include='*.yaml' 'RUSHES_[A-Z_]+' systemd compose | sort -u)
  for key in "${keys[@]}"; do
    if ! grep -rqw --include='*.java' -e "$key" ../server/app/src/main ../gpu-worker/src/main; then
      echo "$key is set here, but no program reads it"
      missing=1
    fi
  done
  return "$missing"
}

check "settings are read by a program" settings_exist

if command -v systemd-analyze >/dev/null; then
  check "systemd units" verify_units
else
  skipped "systemd units" "no systemd-analyze"
fi

if docker compose version >/dev/null 2>&1; then
  check "compose file" compose_config docker compose
elif command -v docker-compose >/dev/null; then
  check "compose file" compose_config docker-compose
else
  skipped "compose file" "no docker compose"
fi

if command -v promtool >/dev/null; then
  check "alert rules" promtool check rules prometheus/rushes.rules.yml
else
  skipped "alert rules" "no promtool"
fi

if command -v shellcheck >/dev/null; then
  check "shell scripts" shellcheck check.sh ../rushes ../.ci/run
else
  skipped "shell scripts" "no shellcheck"
fi

exit "$failed"
