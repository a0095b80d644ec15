// SPDX-License-Identifier: Apache-2.0
import type { HashNews } from "./hash-worker";
import { Refused } from "./transfer";

const idle: Worker[] = [];

/** The SHA-256 of a file in lower-case hexadecimal, worked out beside the page, a piece at a time. */
export function hashOf(file: File, onShare: (share: number) => void): Promise<string> {
  const worker = idle.pop() ?? new Worker(new URL("./hash-worker.ts", import.meta.url), { type: "module" });
  return new Promise((resolve, reject) => {
    const end = (): void => {
      worker.onmessage = null;
      worker.onerror = null;
      idle.push(worker);
    };
    worker.onmessage = ({ data }: MessageEvent<HashNews>) => {
      if ("share" in data) {
        onShare(data.share);
        return;
      }
      end();
      if ("hex" in data) {
        resolve(data.hex);
      } else {
        reject(new Refused("unreadable", 0));
      }
    };
    worker.onerror = (event) => {
      worker.terminate();
      reject(new Error(event.message));
    };
    worker.postMessage(file);
  });
}
