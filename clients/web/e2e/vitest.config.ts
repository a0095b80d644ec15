// SPDX-License-Identifier: Apache-2.0
import { defineConfig } from "vitest/config";

/** Real server, real browser, one file after the other. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ["*.spec.ts"],
    globalSetup: "shoot.ts",
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 400_000,
    reporters: ["default", ["junit", { outputFile: "target/vitest-reports/TEST-web-e2e.xml", suiteName: "web-e2e" }]],
  },
});
