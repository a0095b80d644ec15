// SPDX-License-Identifier: Apache-2.0
import { Code, ConnectError } from "@connectrpc/connect";
import { waitOnline } from "./wait";

/** Where a stream stands. */
export type Link = "connecting" | "live" | "offline";

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 8000;
const FINAL = new Set([
  Code.NotFound,
  Code.PermissionDenied,
  Code.Unauthenticated,
  Code.InvalidArgument,
  Code.FailedPrecondition,
  Code.Unimplemented,
]);

/** What one message of a Watch method says. */
export interface Step {
  revision: bigint;
}

export interface WatchOptions<T extends Step> {
  /** Opens the stream behind a revision; 0 for all. */
  open: (revision: bigint, signal: AbortSignal) => AsyncIterable<T>;
  /**
   * Every message in order, keep-alives too. {@code back} says that the state is older than what came before: the server was restored from
   * a backup, and what is newer here is no longer there.
   */
  onStep: (step: T, back: boolean) => void;
  onLink?: (link: Link) => void;
  /** An error that trying again does not mend. */
  onFailure?: (error: ConnectError) => void;
  /** Called when the server ended the stream without an error: nothing follows. */
  onEnd?: () => void;
  wait?: (ms: number, signal: AbortSignal) => Promise<void>;
}

/**
 * Follows a Watch method until {@code signal} ends it: resumes from the last revision after any break, waiting 250 ms, doubled up to 8 s
 * with jitter, and at once when the browser says it is on line again.
 */
export async function watch<T extends Step>(options: WatchOptions<T>, signal: AbortSignal): Promise<void> {
  let revision = 0n;
  let pause = FIRST_WAIT_MS;
  const wait = options.wait ?? waitOnline;
  while (!signal.aborted) {
    options.onLink?.("connecting");
    try {
      for await (const step of options.open(revision, signal)) {
        pause = FIRST_WAIT_MS;
        const back = step.revision < revision;
        revision = step.revision;
        options.onLink?.("live");
        options.onStep(step, back);
      }
      options.onEnd?.();
      return;
    } catch (error) {
      if (signal.aborted) {
        return;
      }
      const failure = ConnectError.from(error);
      if (FINAL.has(failure.code)) {
        options.onLink?.("offline");
        options.onFailure?.(failure);
        return;
      }
    }
    options.onLink?.("offline");
    await wait(pause * (0.75 + Math.random() / 2), signal);
    pause = Math.min(pause * 2, LONGEST_WAIT_MS);
  }
}
