// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import { nextPiece, Refused, transfer } from "../src/upload/transfer";

const MIB = 1 << 20;

const content = async (blob: Blob): Promise<Buffer> => Buffer.from(await blob.arrayBuffer());

/** A server that keeps bytes as the real one does; {@code mishaps} answers calls in its place. */
class Shelf {
  bytes: Buffer = Buffer.alloc(0);
  calls: string[] = [];
  constructor(private readonly mishaps: ((call: string) => Response | "cut" | null)[] = []) {}

  readonly fetch = (async (_: unknown, init: RequestInit) => {
    const offset = new Headers(init.headers).get("upload-offset");
    const call = `${init.method}${offset === null ? "" : ` ${offset}`}`;
    this.calls.push(call);
    const mishap = this.mishaps.shift()?.(call) ?? null;
    if (mishap === "cut") {
      throw new TypeError("network error");
    }
    if (mishap !== null) {
      return mishap;
    }
    if (init.method === "PATCH") {
      if (Number(offset) !== this.bytes.length) {
        return this.answer(409);
      }
      this.bytes = Buffer.concat([this.bytes, await content(init.body as Blob)]);
    }
    return this.answer(204);
  }) as typeof fetch;

  answer(status: number): Response {
    return new Response(null, { status, headers: { "upload-offset": String(this.bytes.length) } });
  }
}

const FILE = new Blob([Uint8Array.from({ length: 3 * MIB + 5 }, (_, i) => i % 251)]);

async function send(shelf: Shelf, file = FILE): Promise<number[]> {
  const offsets: number[] = [];
  await transfer({
    file,
    path: "/uploads/1",
    token: () => "t",
    onOffset: (bytes) => offsets.push(bytes),
    signal: new AbortController().signal,
    fetch: shelf.fetch,
    wait: () => Promise.resolve(),
    now: () => 0,
  });
  return offsets;
}

describe("transfer", () => {
  it("sends the whole file in growing pieces", async () => {
    const shelf = new Shelf();
    expect(await send(shelf)).toEqual([0, MIB, 3 * MIB, 3 * MIB + 5]);
    expect(shelf.bytes.equals(await content(FILE))).toBe(true);
  });

  it("goes on where the server stands", async () => {
    const shelf = new Shelf();
    shelf.bytes = await content(FILE.slice(0, 7));
    await send(shelf);
    expect(shelf.calls[1]).toBe("PATCH 7");
    expect(shelf.bytes.equals(await content(FILE))).toBe(true);
  });

  it("asks again after a break and takes the offset of a conflict", async () => {
    const shelf = new Shelf([
      () => null,
      () => "cut",
      () => new Response(null, { status: 503 }),
      () => null,
      () => new Response(null, { status: 409, headers: { "upload-offset": "0" } }),
    ]);
    await send(shelf);
    expect(shelf.calls.slice(0, 5)).toEqual(["HEAD", "PATCH 0", "HEAD", "HEAD", "PATCH 0"]);
    expect(shelf.bytes.equals(await content(FILE))).toBe(true);
  });

  it("gives up with the server's words where trying again does not help", async () => {
    const shelf = new Shelf([() => null, () => Response.json({ message: "too much" }, { status: 400 })]);
    await expect(send(shelf)).rejects.toEqual(new Refused("too much", 400));
  });

  it("says so when the file cannot be read any more", async () => {
    const gone = { size: 9, slice: () => ({ arrayBuffer: () => Promise.reject(new Error("gone")) }) } as unknown as Blob;
    const shelf = new Shelf([() => null, () => "cut"]);
    await expect(send(shelf, gone)).rejects.toEqual(new Refused("unreadable", 0));
  });
});

describe("nextPiece", () => {
  it("doubles what went fast, halves what went slowly, within bounds", () => {
    expect(nextPiece(2 * MIB, 100)).toBe(4 * MIB);
    expect(nextPiece(16 * MIB, 100)).toBe(16 * MIB);
    expect(nextPiece(4 * MIB, 1000)).toBe(4 * MIB);
    expect(nextPiece(4 * MIB, 5000)).toBe(2 * MIB);
    expect(nextPiece(MIB, 60_000)).toBe(MIB);
  });
});
