// SPDX-License-Identifier: Apache-2.0
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { Edit_Edge, EditSchema, type Edit, type Edit_RepairBeatsSchema } from "../gen/rushes/v1/edit_pb";
import { Lock_Scope, Transition_Kind } from "../gen/rushes/v1/timeline_pb";
import type { Cut, Join, Shot } from "./model";

/**
 * One change a person makes. Named by shot, so that it means the same after somebody else's. {@link apply} shows it at once, {@link wire}
 * says it to the server, whose answer replaces what was shown. Frames are of the timeline, negative is earlier.
 */
export type Change =
  | { kind: "move"; shot: string; after: string | null }
  | { kind: "trim"; shot: string; edge: "start" | "end"; by: number }
  | { kind: "ripple"; shot: string; edge: "start" | "end"; by: number }
  | { kind: "slip"; shot: string; by: number }
  | { kind: "delete"; shot: string; reason: string }
  | { kind: "restore"; shot: string; after: string | null }
  | { kind: "lock"; shot: string; note?: string }
  | { kind: "unlock"; shot: string }
  | { kind: "replace"; shot: string; piece: Piece }
  | { kind: "insert"; piece: Piece; after: string | null }
  | { kind: "join"; from: string; to: string; as: Join["kind"] }
  | { kind: "songOffset"; seconds: number }
  | { kind: "beats"; repair: BeatRepair };

/** What is wrong with the beats: taps and the beginning of a bar are seconds in the song, a nudge is seconds, below zero earlier. */
export type BeatRepair = "doubled" | "halved" | { taps: number[] } | { nudge: number } | { downbeat: number };

export interface Piece {
  mediaId: string;
  fileName: string;
  source: number;
  frames: number;
  /** Identity of a new shot; empty when it takes a place. */
  shotId: string;
}

/** The cut after a change, as far as the page can tell; what it cannot tell stays until the server answers. Lengths never drop below a frame. */
export function apply(cut: Cut, change: Change): Cut {
  switch (change.kind) {
    case "move":
      return moved(cut, change.shot, change.after);
    case "trim":
      return trimmed(cut, change);
    case "ripple":
      return tiled(cut, cut.shots.map((shot) => (shot.id === change.shot ? rippled(shot, change.edge, change.by) : shot)));
    case "slip":
      return tiled(cut, cut.shots.map((shot) => (shot.id === change.shot ? { ...shot, source: shot.source + change.by } : shot)));
    case "delete":
      return tiled(cut, cut.shots.filter((shot) => shot.id !== change.shot));
    case "lock":
      return locked(cut, change.shot, { by: "", reason: "user_locked", note: change.note ?? "" });
    case "unlock":
      return locked(cut, change.shot, null);
    case "replace":
      return tiled(cut, cut.shots.map((shot) => (shot.id === change.shot ? replaced(shot, change.piece) : shot)));
    case "insert":
      return inserted(cut, change.piece, change.after);
    default:
      return cut;
  }
}

const SHAPING = new Set<Change["kind"]>(["move", "trim", "ripple", "slip", "replace", "restore"]);

/** The cut after a change with the lock that the server puts on a shot shaped by hand, soft for that hand; {@link apply} waits for it to say so. */
export function shaped(cut: Cut, change: Change): Cut {
  const after = apply(cut, change);
  return "shot" in change && SHAPING.has(change.kind) ? locked(after, change.shot, { by: "", reason: "user_shaped", note: "" }) : after;
}

function moved(cut: Cut, id: string, after: string | null): Cut {
  const shot = cut.shots.find((candidate) => candidate.id === id);
  if (shot === undefined || after === id) {
    return cut;
  }
  const others = cut.shots.filter((candidate) => candidate.id !== id);
  const at = after === null ? 0 : others.findIndex((candidate) => candidate.id === after) + 1;
  return tiled(cut, others.toSpliced(at, 0, shot));
}

/** The change that moves a shot one place on or back; null at the end of the cut. */
export function movedBy(cut: Cut, id: string, direction: 1 | -1): Change | null {
  const goal = cut.shots.findIndex((shot) => shot.id === id) + direction;
  if (goal < 0 || goal >= cut.shots.length) {
    return null;
  }
  return { kind: "move", shot: id, after: cut.shots[direction > 0 ? goal : goal - 1]?.id ?? null };
}

/** The neighbour gives or takes the frames. */
function trimmed(cut: Cut, change: { shot: string; edge: "start" | "end"; by: number }): Cut {
  const { left, right } = shotsAtEdge(cut, change.shot, change.edge);
  if (left === undefined || right === undefined) {
    return cut;
  }
  const by = Math.min(Math.max(change.by, 1 - left.frames), right.frames - 1);
  return tiled(
    cut,
    cut.shots.map((shot) =>
      shot === left
        ? { ...shot, frames: shot.frames + by }
        : shot === right
          ? { ...shot, frames: shot.frames - by, source: shot.source + by }
          : shot,
    ),
  );
}

/** The shots an edge lies between. */
export function shotsAtEdge(cut: Cut, shotId: string, edge: "start" | "end"): { left: Shot | undefined; right: Shot | undefined } {
  const index = cut.shots.findIndex((shot) => shot.id === shotId);
  const first = edge === "start" ? index - 1 : index;
  return index < 0 ? { left: undefined, right: undefined } : { left: cut.shots[first], right: cut.shots[first + 1] };
}

/** Note of a lock that was there before a neighbour was trimmed and was put back. */
const KEPT = "kept";

/** Whether a lock came from shaping the shot by hand: it keeps the machine off, not the hand that made it. */
export function isSoft(lock: NonNullable<Shot["lock"]>, me: string): boolean {
  return (lock.reason !== "user_locked" || lock.note === KEPT) && (lock.by === me || lock.by === "");
}

/**
 * The change with the soft locks in its way opened before it; the shaped shot is locked again by the server, a neighbour by us. A change
 * that was decided to stand {@code over} somebody else's opens what their shaping locked, too; a padlock holds.
 */
export function freed(cut: Cut, change: Change, me: string, over = false): Change[] {
  if (!("shot" in change) || change.kind === "lock" || change.kind === "unlock" || change.kind === "restore") {
    return [change];
  }
  const touched = change.kind === "trim" ? Object.values(shotsAtEdge(cut, change.shot, change.edge)) : cut.shots.filter((shot) => shot.id === change.shot);
  const soft = touched.flatMap((shot) => (shot?.lock != null && isSoft(shot.lock, over ? shot.lock.by : me) ? [shot.id] : []));
  return [
    ...soft.map((shot): Change => ({ kind: "unlock", shot })),
    change,
    ...soft.filter((shot) => shot !== change.shot).map((shot): Change => ({ kind: "lock", shot, note: KEPT })),
  ];
}

/** Whether every shot a change names stands in the cut; one to bring back must not. */
export function standing(cut: Cut, change: Change): boolean {
  const there = new Set(cut.shots.map((shot) => shot.id));
  if (change.kind === "restore") {
    return !there.has(change.shot) && (change.after === null || there.has(change.after));
  }
  const named = ["shot", "after", "from", "to"].map((key) => (change as Record<string, unknown>)[key]);
  return named.every((id) => typeof id !== "string" || there.has(id));
}

function rippled(shot: Shot, edge: "start" | "end", by: number): Shot {
  if (edge === "end") {
    return { ...shot, frames: Math.max(1, shot.frames + by) };
  }
  const shift = Math.min(by, shot.frames - 1);
  return { ...shot, source: shot.source + shift, frames: shot.frames - shift };
}

function replaced(shot: Shot, piece: Piece): Shot {
  return { ...shot, mediaId: piece.mediaId, fileName: piece.fileName, source: piece.source, why: "", parts: [], runnerUps: [] };
}

function inserted(cut: Cut, piece: Piece, after: string | null): Cut {
  const shot: Shot = {
    id: piece.shotId,
    mediaId: piece.mediaId,
    fileName: piece.fileName,
    source: piece.source,
    start: 0,
    frames: piece.frames,
    lock: { by: "", reason: "user_added", note: "" },
    look: { size: "", angle: "", motion: 0, quality: 0 },
    confidence: 0,
    why: "",
    parts: [],
    runnerUps: [],
    wire: null,
  };
  const at = after === null ? 0 : cut.shots.findIndex((candidate) => candidate.id === after) + 1;
  return tiled(cut, cut.shots.toSpliced(at, 0, shot));
}

function locked(cut: Cut, id: string, lock: Shot["lock"]): Cut {
  return { ...cut, shots: cut.shots.map((shot) => (shot.id === id ? { ...shot, lock } : shot)) };
}

/** Shots tile the picture without gap. */
function tiled(cut: Cut, shots: Shot[]): Cut {
  let start = 0;
  const placed = shots.map((shot) => {
    const at = start;
    start += shot.frames;
    return shot.start === at ? shot : { ...shot, start: at };
  });
  return { ...cut, shots: placed, frames: start };
}

const KINDS = { cut: Transition_Kind.HARD_CUT, dissolve: Transition_Kind.QUICK_DISSOLVE, whip: Transition_Kind.WHIP_PAN };

/** The change in the words of the contract. */
export function wire(change: Change): Edit {
  return create(EditSchema, { kind: kindOf(change) });
}

function kindOf(change: Change): NonNullable<MessageInitShape<typeof EditSchema>["kind"]> {
  const shot = (id: string) => ({ ref: { case: "shotId" as const, value: id } });
  const place = (after: string | null) => ({
    place: after === null ? { case: "atStart" as const, value: true } : { case: "after" as const, value: shot(after) },
  });
  const piece = (of: Piece, frames: number) => ({
    mediaId: of.mediaId,
    sourceStartFrame: BigInt(of.source),
    frameCount: BigInt(frames),
    shotId: of.shotId,
  });
  switch (change.kind) {
    case "move":
      return { case: "move", value: { shot: shot(change.shot), place: place(change.after) } };
    case "trim":
    case "ripple":
      return {
        case: change.kind,
        value: {
          shot: shot(change.shot),
          edge: change.edge === "start" ? Edit_Edge.START : Edit_Edge.END,
          frameCount: BigInt(change.by),
        },
      };
    case "slip":
      return { case: "slip", value: { shot: shot(change.shot), frameCount: BigInt(change.by) } };
    case "delete":
      return { case: "delete", value: { shot: shot(change.shot), reason: change.reason } };
    case "restore":
      return { case: "restore", value: { shotId: change.shot, place: place(change.after) } };
    case "lock":
      return { case: "lockShot", value: { shot: shot(change.shot), scope: Lock_Scope.PLACE_AND_RANGE, note: change.note ?? "" } };
    case "unlock":
      return { case: "unlockShot", value: { shot: shot(change.shot) } };
    case "replace":
      return { case: "replace", value: { shot: shot(change.shot), piece: piece(change.piece, 0) } };
    case "insert":
      return { case: "insert", value: { piece: piece(change.piece, change.piece.frames), place: place(change.after) } };
    case "join":
      return { case: "setTransition", value: { fromShot: shot(change.from), toShot: shot(change.to), kind: KINDS[change.as] } };
    case "songOffset":
      return { case: "setSongOffset", value: { startOffset: change.seconds } };
    case "beats":
      return { case: "repairBeats", value: { correction: correction(change.repair) } };
  }
}

/** Says a repair in the words of the contract. */
export function correction(repair: BeatRepair): NonNullable<MessageInitShape<typeof Edit_RepairBeatsSchema>["correction"]> {
  if (repair === "doubled" || repair === "halved") {
    return { case: repair, value: {} };
  }
  if ("taps" in repair) {
    return { case: "taps", value: { offsets: repair.taps } };
  }
  return "nudge" in repair ? { case: "nudge", value: repair.nudge } : { case: "downbeatOffset", value: repair.downbeat };
}
