// SPDX-License-Identifier: Apache-2.0
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";

/** What this worker says: how far it is, or the end. */
export type HashNews = { share: number } | { hex: string } | { failed: true };

const PIECE = 4 << 20;

onmessage = async ({ data: file }: MessageEvent<File>) => {
  const say = (news: HashNews): void => postMessage(news);
  try {
    const hash = sha256.create();
    for (let at = 0; at < file.size; at += PIECE) {
      hash.update(new Uint8Array(await file.slice(at, at + PIECE).arrayBuffer()));
      say({ share: Math.min(1, (at + PIECE) / file.size) });
    }
    say({ hex: bytesToHex(hash.digest()) });
  } catch {
    say({ failed: true });
  }
};
