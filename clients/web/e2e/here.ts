// SPDX-License-Identifier: Apache-2.0
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

export const ROOT = resolve(import.meta.dirname, "../../..");
export const DIST = join(ROOT, "target/dist");
export const JAVA_FLAGS = ["--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-Djava.awt.headless=true", "-XX:+UseSerialGC"];
export const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);

/** Why these tests cannot run here; empty when they can. */
export function missing(): string {
  if (CHROMIUM === undefined) {
    return "no Chromium: sudo apt-get install chromium";
  }
  return existsSync(join(DIST, "server/lib")) ? "" : "target/dist is not built: ./rushes doctor";
}

export function java(): string {
  const home = process.env.JAVA_HOME;
  return home === undefined ? "java" : join(home, "bin/java");
}

/** Makes the small shoot of the demo, or that many short clips. */
export function film(folder: string, many?: number): void {
  const size = many === undefined ? ["--small"] : ["--many", String(many)];
  const made = spawnSync(java(), [...JAVA_FLAGS, "-cp", join(DIST, "testkit/lib/*"), "dev.rushes.testkit.demo.DemoShoot", ...size, folder]);
  if (made.status !== 0) {
    throw new Error(`no footage: ${made.stderr.toString()}`);
  }
}
