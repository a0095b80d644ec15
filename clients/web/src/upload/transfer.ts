// SPDX-License-Identifier: Apache-2.0
import { waitOnline } from "../lib/wait";

const SMALLEST = 1 << 20;
const LARGEST = 16 << 20;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8000;

/** The server, or the disk, says no; trying again does not mend it. */
export class Refused extends Error {
  constructor(
    message: string,
    readonly status: number,
  ) {
    super(message);
  }
}

export interface TransferOptions {
  file: Blob;
  /** Path that takes the bytes, "/uploads/ID". */
  path: string;
  token: () => string | null;
  /** Bytes that are safe on the server. */
  onOffset: (bytes: number) => void;
  signal: AbortSignal;
  fetch?: typeof fetch;
  wait?: (ms: number, signal: AbortSignal) => Promise<void>;
  now?: () => number;
}

/** The next piece: as much as takes about a second, between 1 and 16 MiB. */
export function nextPiece(length: number, ms: number): number {
  const wanted = ms < 700 ? length * 2 : ms > 2500 ? length / 2 : length;
  return Math.min(LARGEST, Math.max(SMALLEST, Math.round(wanted)));
}

/**
 * Sends a file from where the server has it to its end, piece by piece. Goes on by itself after breaks, also when the server was away for
 * long; throws {@link Refused} for what trying again does not mend, and the reason of {@code signal} when that ends it.
 */
export async function transfer(options: TransferOptions): Promise<void> {
  const { file, signal } = options;
  const wait = options.wait ?? waitOnline;
  const now = options.now ?? (() => performance.now());
  let length = SMALLEST;
  let patience = FIRST_WAIT_MS;
  let offset = -1;
  for (;;) {
    signal.throwIfAborted();
    try {
      if (offset < 0) {
        offset = await ask(options);
        options.onOffset(offset);
      }
      if (offset >= file.size) {
        return;
      }
      const started = now();
      const next = await send(options, offset, length);
      if (next === "busy" || next === offset) {
        throw new Away();
      }
      length = nextPiece(length, now() - started);
      patience = FIRST_WAIT_MS;
      offset = next;
      options.onOffset(offset);
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof Refused) {
        throw error;
      }
      if (offset >= 0 && offset < file.size) {
        await readable(file, offset);
      }
      await wait(patience, signal);
      patience = Math.min(patience * 2, LONGEST_WAIT_MS);
      offset = -1;
    }
  }
}

/** Another writer is at it, or the server is not itself: try again later. */
class Away extends Error {}

/** How many bytes of a file are safe on the server. */
export async function ask(options: Pick<TransferOptions, "path" | "token" | "signal" | "fetch">): Promise<number> {
  const response = await (options.fetch ?? fetch)(options.path, {
    method: "HEAD",
    headers: headers(options),
    signal: options.signal,
    cache: "no-store",
  });
  return told(response) ?? (await fail(response));
}

async function send(options: TransferOptions, offset: number, length: number): Promise<number | "busy"> {
  const response = await (options.fetch ?? fetch)(options.path, {
    method: "PATCH",
    headers: { ...headers(options), "upload-offset": String(offset), "content-type": "application/octet-stream" },
    body: options.file.slice(offset, Math.min(options.file.size, offset + length)),
    signal: options.signal,
  });
  const next = told(response);
  if (response.ok && next !== null) {
    return next;
  }
  if (response.status === 409) {
    return next ?? "busy";
  }
  return fail(response);
}

function headers(options: Pick<TransferOptions, "token">): Record<string, string> {
  const token = options.token();
  return token === null ? {} : { authorization: `Bearer ${token}` };
}

function told(response: Response): number | null {
  const text = response.headers.get("upload-offset");
  return text === null || (!response.ok && response.status !== 409) ? null : Number(text);
}

async function fail(response: Response): Promise<never> {
  const again = response.status >= 500 && response.status !== 507;
  if (again || response.status === 408 || response.status === 409 || response.status === 425) {
    throw new Away();
  }
  let message = `HTTP ${response.status}`;
  try {
    const body = (await response.json()) as { message?: string };
    message = body.message ?? message;
  } catch {
    // An answer to HEAD, or from a proxy, carries no words.
  }
  throw new Refused(message, response.status);
}

/** A file that was moved, changed or unplugged cannot be read any more; that looks like a broken connection. */
async function readable(file: Blob, offset: number): Promise<void> {
  try {
    await file.slice(offset, offset + 1).arrayBuffer();
  } catch {
    throw new Refused("unreadable", 0);
  }
}
