// SPDX-License-Identifier: Apache-2.0
import { beatAt, type GridBeat } from "./grid";
import { type Cut, lookWords, type Shot } from "./model";

/** Longer than so many times the middle length of the cut, and than so many seconds, is long. Taste: 2.5 leaves a hero shot alone. */
const LONG_TIMES = 2.5;
const LONG_SECONDS = 2;
/** The same shot size from the same angle so often in a row is monotonous. */
const SAME_RUN = 3;
/** Below this the machine doubts a shot; the same bound as its colour and as the checks of the export. */
export const DOUBT = 0.65;

export type MarkKind = "long" | "offBeat" | "same" | "doubt";

/** A place of the cut that deserves a look, with what the words about it need. */
export type Mark = { shotId: string; at: number; frame: number } & (
  | { kind: "long"; seconds: number; times: number }
  /** {@code seconds} behind the beat named, negative before it; null without a beat near. */
  | { kind: "offBeat"; near: { seconds: number; bar: number; beat: number } | null }
  | { kind: "same"; from: number; look: string }
  | { kind: "doubt"; confidence: number }
);

/** What stands out in a cut, in its order; {@code at} and {@code from} are places counted from 0. What a person locked is not doubted. */
export function marksOf(cut: Cut, grid: GridBeat[]): Mark[] {
  const middle = cut.shots.map((shot) => shot.frames).toSorted((a, b) => a - b)[Math.floor(cut.shots.length / 2)] ?? 0;
  const offBeat = new Set(cut.song === null ? [] : cut.joins.filter((join) => !join.onBeat).map((join) => join.to));
  let run = 0;
  return cut.shots.flatMap((shot, at) => {
    run = looksAs(shot, cut.shots[at - 1]) ? run + 1 : 1;
    const place = { shotId: shot.id, at, frame: shot.start };
    const marks: Mark[] = [];
    if (at > 0 && offBeat.has(shot.id)) {
      marks.push({ ...place, kind: "offBeat", near: nearest(grid, shot.start, cut) });
    }
    if (shot.frames > LONG_TIMES * middle && shot.frames > LONG_SECONDS * cut.fps) {
      marks.push({ ...place, kind: "long", seconds: shot.frames / cut.fps, times: shot.frames / middle });
    }
    if (run === SAME_RUN) {
      marks.push({ ...place, kind: "same", from: at - SAME_RUN + 1, look: lookWords(shot.look) });
    }
    if (shot.lock === null && shot.parts.length > 0 && shot.confidence < DOUBT) {
      marks.push({ ...place, kind: "doubt", confidence: shot.confidence });
    }
    return marks;
  });
}

/** The mark to go to from a frame; behind the last one comes the first. Several marks of one shot are one stop. */
export function nextMark(marks: Mark[], frame: number, direction: 1 | -1): Mark | null {
  const found = direction > 0 ? marks.find((mark) => mark.frame > frame) : marks.findLast((mark) => mark.frame < frame);
  return found ?? (direction > 0 ? marks[0] : marks.at(-1)) ?? null;
}

function looksAs(shot: Shot, before: Shot | undefined): boolean {
  return before !== undefined && shot.look.angle !== "" && shot.look.angle === before.look.angle && shot.look.size === before.look.size;
}

/** The beat a frame is nearest to; null where the song has none. */
function nearest(grid: GridBeat[], frame: number, { fps, song }: Cut): { seconds: number; bar: number; beat: number } | null {
  const before = beatAt(grid, frame);
  const after = grid.find((beat) => beat.frame >= frame) ?? null;
  const near = before === null || (after !== null && after.frame - frame < frame - before.frame) ? after : before;
  const apart = near === null ? 0 : Math.abs(frame - near.frame) / fps;
  return near === null || apart > 30 / Math.max(1, song?.bpm ?? 0) + 1 / fps ? null : { seconds: (frame - near.frame) / fps, bar: near.bar, beat: near.beat };
}
