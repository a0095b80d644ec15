// SPDX-License-Identifier: Apache-2.0
import type { Change } from "../editor/changes";
import { count } from "../lib/format";

type Kind = Change["kind"];

const MINE: Record<Kind, (shot: string) => string> = {
  move: (shot) => `Your move of ${shot}`,
  trim: (shot) => `Your trim of ${shot}`,
  ripple: (shot) => `Your trim of ${shot}`,
  slip: (shot) => `Your slip of ${shot}`,
  delete: (shot) => `Your deletion of ${shot}`,
  restore: () => "Your bringing back of a shot",
  lock: (shot) => `Your lock on ${shot}`,
  unlock: (shot) => `Your unlocking of ${shot}`,
  replace: (shot) => `Your other clip for ${shot}`,
  insert: () => "Your new shot",
  join: (shot) => `Your transition after ${shot}`,
  songOffset: () => "Your new start in the song",
  beats: () => "Your repair of the beats",
};

/** What somebody did, by the aspect of the contract that both touch; of the whole cut when there is no shot. */
const THEIRS: Record<string, (shot: string, isThere: boolean) => string> = {
  existence: (shot, isThere) => (shot === "" ? "changed the whole cut" : isThere ? `changed ${shot}` : "deleted a shot that you changed"),
  clip: (shot) => `put another clip in ${shot}`,
  in: (shot) => `changed where ${shot} begins`,
  out: (shot) => `changed where ${shot} ends`,
  lock: (shot) => `locked or unlocked ${shot}`,
  next: (shot) => (shot === "" ? "changed the order or the length of the cut" : `changed what comes after ${shot}`),
  transition: (shot) => `changed the transition after ${shot}`,
  song: () => "changed the song",
};

export const metWords = {
  label: "Changes that were not made",
  title: (many: number) => `${many} of your changes were not made`,
  me: "You, on another screen,",
  keep: "Keep theirs",
  again: "Make mine again",
  keepAll: "Keep all of theirs",
  theirs: (who: string, aspect: string, shot: string, isThere: boolean) => `${who} ${(THEIRS[aspect] ?? THEIRS.existence)?.(shot, isThere) ?? ""}.`,
  /** Without frames it says nothing of how far. */
  mine: (kind: Kind, shots: string[], frames: number | null) =>
    `${MINE[kind](shots.length > 1 ? `${shots.slice(0, -1).join(", ")} and ${shots.at(-1)}` : (shots[0] ?? ""))}${frames === null ? "" : ` by ${frames > 0 ? "+" : "−"}${count(Math.abs(frames), "frame")}`} was not made.`,
};
