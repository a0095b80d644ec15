#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# build.sh build: makes target/web with the system's Node, unless nothing changed. build.sh test: runs the unit tests. build.sh e2e: drives
# Chromium against a real server. Without Node 20.19 or newer all say so and end well: the server then shows a page that says what is missing.
set -euo pipefail
cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")"

node_is_there() {
  command -v node >/dev/null && command -v npm >/dev/null &&
    node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)'
}

if ! node_is_there; then
  mkdir -p target/web
  rm -f target/web.stamp
  printf '%s\n' "[WARNING] The browser editor was not built: it needs Node 20.19 or newer with npm on the PATH" \
    "[WARNING] (found: $(node --version 2>/dev/null || echo none)). Everything else works; install Node and build again." >&2
  exit 0
fi

# Hash of the files named, contents and names.
fingerprint() {
  find "$@" -name gen -prune -o -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum
}

install_packages() {
  local wanted
  wanted=$(sha256sum package-lock.json)
  if [[ $(cat node_modules/.rushes-stamp 2>/dev/null) != "$wanted" ]]; then
    npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
    printf '%s\n' "$wanted" >node_modules/.rushes-stamp
  fi
}

make_sources() {
  local wanted
  wanted=$(fingerprint ../../proto/rushes/v1 buf.gen.yaml package-lock.json)
  if [[ $(cat src/gen/.stamp 2>/dev/null) != "$wanted" ]]; then
    node_modules/.bin/buf generate
    printf '%s\n' "$wanted" >src/gen/.stamp
  fi
}

mkdir -p target
exec 9>target/build.lock
flock 9
case ${1:-} in
  build)
    stamp=$(fingerprint ../../proto/rushes/v1 src public index.html ./*.json ./*.ts ./*.yaml build.sh)
    if [[ $(cat target/web.stamp 2>/dev/null) == "$stamp" && -f target/web/index.html ]]; then
      exit 0
    fi
    install_packages
    make_sources
    node_modules/.bin/tsc --noEmit
    node_modules/.bin/vite build --logLevel warn
    find target/web -type f \( -name '*.js' -o -name '*.css' -o -name '*.html' -o -name '*.svg' \) -exec gzip -9 --keep --force --no-name {} +
    printf '%s\n' "$stamp" >target/web.stamp
    ;;
  test)
    install_packages
    make_sources
    mkdir -p target/vitest-reports
    node_modules/.bin/vitest run
    ;;
  e2e)
    : "${JAVA_HOME:?set JAVA_HOME to a JDK 25}"
    install_packages
    make_sources
    mkdir -p e2e/target/vitest-reports
    node_modules/.bin/vitest run --config e2e/vitest.config.ts
    ;;
  *)
    echo "usage: build.sh build|test|e2e" >&2
    exit 2
    ;;
esac
