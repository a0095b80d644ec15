// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { film, missing } from "./here";

declare module "vitest" {
  interface ProvidedContext {
    shoot: string;
  }
}

/** Makes the shoot that all files of tests use, and removes it at the end. */
export default function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), "rushes-shoot-"));
  if (missing() === "") {
    film(join(folder, "shoot"));
  }
  project.provide("shoot", join(folder, "shoot"));
  return () => rmSync(folder, { recursive: true, force: true });
}
