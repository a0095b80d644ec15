// SPDX-License-Identifier: Apache-2.0
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const server = process.env.RUSHES_URL ?? "http://127.0.0.1:8080";

export default defineConfig({
  plugins: [react(), tailwindcss()],
  build: {
    outDir: "target/web",
    emptyOutDir: true,
    target: "es2023",
    sourcemap: false,
    chunkSizeWarningLimit: 600,
    assetsInlineLimit: 0,
  },
  // "npm run dev" shows sources as they are, with a running server behind.
  server: {
    proxy: Object.fromEntries(
      ["/rushes.v1.", "/uploads", "/content", "/api"].map((path) => [path, { target: server, changeOrigin: true }]),
    ),
  },
  test: {
    include: ["test/**/*.test.ts"],
    reporters: ["default", ["junit", { outputFile: "target/vitest-reports/TEST-web.xml", suiteName: "web" }]],
  },
});
