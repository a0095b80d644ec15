// SPDX-License-Identifier: Apache-2.0
import { tempoOfTaps } from "../editor/tempo";

/** Fewer are chance. */
export const TAPS = 4;

/** The server refuses taps nearer than this: a finger that bounced. */
const LEAST_GAP_SECONDS = 0.15;
/** The slowest beat there is (20 BPM); who waits longer begins anew. */
const MOST_GAP_SECONDS = 3;
/** What is remembered; a minute of a fast song. */
const MOST_TAPS = 240;

/** The taps so far with one more, in seconds of the song; it begins anew after a long rest and where the song was set back. */
export function tapped(taps: readonly number[], at: number): number[] {
  const last = taps.at(-1);
  if (last === undefined || at < last || at - last > MOST_GAP_SECONDS) {
    return [at];
  }
  return at - last < LEAST_GAP_SECONDS ? [...taps] : [...taps.slice(1 - MOST_TAPS), at];
}

/** What the taps say: how many more are needed, then their tempo, null while they are too uneven to have one. */
export function heardIn(taps: readonly number[]): { more: number } | { bpm: number | null } {
  return taps.length < TAPS ? { more: TAPS - taps.length } : { bpm: tempoOfTaps([...taps])?.bpm ?? null };
}
