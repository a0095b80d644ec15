// SPDX-License-Identifier: Apache-2.0
import type { Change } from "./changes";
import type { Clip } from "./footage";
import { snap, type SnapPoint } from "./grid";
import type { Cut, Shot } from "./model";

/** What is dragged: a shot, or one of its edges. */
export type Grip = "body" | "start" | "end";

/** Where a moved shot goes: behind the last shot whose middle the pointer has passed. */
export function moveTo(cut: Cut, shotId: string, pointerFrame: number): Change {
  let after: string | null = null;
  let start = 0;
  for (const shot of cut.shots) {
    if (shot.id === shotId) {
      continue;
    }
    if (pointerFrame < start + shot.frames / 2) {
      break;
    }
    after = shot.id;
    start += shot.frames;
  }
  return { kind: "move", shot: shotId, after };
}

/** An edge under way: what it changes, where the cut point comes to lie, and what it caught. */
export interface EdgeDrag {
  change: Change | null;
  frame: number;
  caught: SnapPoint | null;
  /** Whether it came to stand before where it was wanted: no frames are left. */
  stopped: boolean;
}

export interface EdgeOptions {
  /** Everything behind follows, instead of the neighbour giving or taking the frames. */
  ripple: boolean;
  points: SnapPoint[];
  /** How far an edge is drawn to a point, in frames; 0 for not. */
  reach: number;
  clipFrames: (mediaId: string) => number;
}

/** An edge moved by {@code by} frames, kept inside what the clips have and drawn to the beat. */
export function dragEdge(cut: Cut, shotId: string, edge: "start" | "end", by: number, options: EdgeOptions): EdgeDrag {
  const index = cut.shots.findIndex((shot) => shot.id === shotId);
  const shot = cut.shots[index];
  if (shot === undefined) {
    return { change: null, frame: 0, caught: null, stopped: false };
  }
  const neighbour = cut.shots[edge === "start" ? index - 1 : index + 1];
  const from = edge === "start" ? shot.start : shot.start + shot.frames;
  const caught = options.reach > 0 ? snap(options.points.filter((point) => point.frame !== from), from + by, options.reach) : null;
  const wanted = caught === null ? by : caught.frame - from;
  if (neighbour === undefined || options.ripple) {
    const [low, high] = ownLimits(cut, index, edge, options.clipFrames(shot.mediaId));
    // Dragged to the left, a start uncovers earlier frames: the same number of frames, counted in the clip.
    const moved = clamp(wanted, low, high);
    return { change: moved === 0 ? null : { kind: "ripple", shot: shotId, edge, by: moved }, frame: from + moved, caught: kept(caught, moved, wanted), stopped: moved !== wanted };
  }
  const [left, right] = edge === "start" ? [neighbour, shot] : [shot, neighbour];
  const { inFrames, outFrames } = handlesOf(cut, left, right);
  const low = Math.max(1 - left.frames, Math.min(0, inFrames - right.source));
  const high = Math.min(right.frames - 1, Math.max(0, options.clipFrames(left.mediaId) - left.source - left.frames - outFrames));
  const moved = clamp(wanted, low, high);
  return {
    change: moved === 0 ? null : { kind: "trim", shot: shotId, edge, by: moved },
    frame: from + moved,
    caught: kept(caught, moved, wanted),
    stopped: moved !== wanted,
  };
}

/** A shot shows another moment: later frames when dragged to the left, as film under a window. */
export function slipBy(cut: Cut, shotId: string, draggedFrames: number, clipFrames: (mediaId: string) => number): Change | null {
  const shot = cut.shots.find((candidate) => candidate.id === shotId);
  if (shot === undefined) {
    return null;
  }
  const by = clamp(-draggedFrames, -shot.source, clipFrames(shot.mediaId) - shot.source - shot.frames);
  return by === 0 ? null : { kind: "slip", shot: shotId, by };
}

/** Frames of a clip on the timeline's rate; without a known length none is a limit. */
export function framesOf(clip: Clip | undefined, fps: number): number {
  return clip === undefined || clip.seconds === 0 ? Number.MAX_SAFE_INTEGER : Math.floor(clip.seconds * fps + 1e-6);
}

function ownLimits(cut: Cut, index: number, edge: "start" | "end", clipFrames: number): [number, number] {
  const shot = cut.shots[index] as Shot;
  if (edge === "start") {
    return [Math.min(0, handlesOf(cut, cut.shots[index - 1], shot).inFrames - shot.source), shot.frames - 1];
  }
  return [1 - shot.frames, Math.max(0, clipFrames - shot.source - shot.frames - handlesOf(cut, shot, cut.shots[index + 1]).outFrames)];
}

/** What a dissolve or sweep shows of the one clip after the cut point and of the other before it; an edge leaves it that. */
function handlesOf(cut: Cut, from: Shot | undefined, to: Shot | undefined): { outFrames: number; inFrames: number } {
  return cut.joins.find((join) => join.from === from?.id && join.to === to?.id) ?? { outFrames: 0, inFrames: 0 };
}

const kept = (caught: SnapPoint | null, moved: number, wanted: number): SnapPoint | null => (moved === wanted ? caught : null);
const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(Math.round(value), low), Math.max(low, high));
