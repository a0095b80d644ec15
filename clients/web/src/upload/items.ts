// SPDX-License-Identifier: Apache-2.0
import { type Media, Media_Kind, Media_State } from "../gen/rushes/v1/media_pb";
import type { Role } from "./kinds";

/** Where a file stands. "missing": announced earlier, its bytes are not all there and the file is not at hand. */
export type Phase = "reading" | "queued" | "sending" | "paused" | "done" | "failed" | "missing";

/** One file of an edit, on its way to the server or there. */
export interface Item {
  key: string;
  role: Role;
  name: string;
  size: number;
  file: File | null;
  phase: Phase;
  /** Share of the file that was read for its hash, 0..1. */
  read: number;
  /** Bytes that are safe on the server. */
  sent: number;
  sha: string | null;
  mediaId: string | null;
  /** Address of a picture made here; null until it is, and when the browser cannot. */
  poster: string | null;
  /** Whether the browser can show it; null while not known. */
  shown: boolean | null;
  seconds: number | null;
  /** Names of equal files that were merged into this one. */
  copies: string[];
  reason: string | null;
}

export const ENOUGH_CLIPS = 5;
/** The server cuts to no shorter song. */
export const LEAST_SONG_SECONDS = 3;
const ROLES: Record<number, Role> = {
  [Media_Kind.CLIP]: "clip",
  [Media_Kind.SONG]: "song",
  [Media_Kind.FINISHED_VIDEO]: "finished",
};
export const KINDS: Record<Role, Media_Kind> = {
  clip: Media_Kind.CLIP,
  song: Media_Kind.SONG,
  finished: Media_Kind.FINISHED_VIDEO,
};

let last = 0;

export function newItem(file: File, role: Role): Item {
  return {
    key: `f${++last}`,
    role,
    name: file.name,
    size: file.size,
    file,
    phase: "reading",
    read: 0,
    sent: 0,
    sha: null,
    mediaId: null,
    poster: null,
    shown: null,
    seconds: null,
    copies: [],
    reason: null,
  };
}

/** A file the server knows from earlier. */
export function knownItem(media: Media): Item {
  const there = media.state === Media_State.ACTIVE;
  const size = Number(media.sizeBytes);
  return {
    key: media.mediaId,
    role: ROLES[media.kind] ?? "clip",
    name: media.fileName,
    size,
    file: null,
    phase: there ? "done" : "missing",
    read: 1,
    sent: there ? size : 0,
    sha: media.sha256,
    mediaId: media.mediaId,
    poster: null,
    shown: null,
    seconds: null,
    copies: [],
    reason: null,
  };
}

/** The file chosen again, as far as name and length tell; the hash has the last word. */
export function chosenAgain(items: readonly Item[], file: File, role: Role): Item | undefined {
  return items.find(
    (item) => item.file === null && item.phase === "missing" && item.role === role && item.name === file.name && item.size === file.size,
  );
}

/** Another file of the same use with the same bytes. */
export function twinOf(items: readonly Item[], key: string, role: Role, sha: string): Item | undefined {
  return items.find((item) => item.key !== key && item.role === role && item.sha === sha && item.phase !== "failed");
}

/** The song that counts: the last one. */
export function songOf(items: readonly Item[]): Item | undefined {
  return items.findLast((item) => item.role === "song" && item.phase !== "failed");
}

export interface Totals {
  clips: number;
  bytes: number;
  sent: number;
  reading: number;
  /** Files with bytes still to go that are at hand. */
  going: number;
  done: number;
  failed: number;
  missing: number;
}

export function totalsOf(items: readonly Item[]): Totals {
  const of = (...phases: Phase[]): Item[] => items.filter((item) => phases.includes(item.phase));
  const counted = items.filter((item) => item.phase !== "failed");
  return {
    clips: counted.filter((item) => item.role === "clip").length,
    bytes: counted.reduce((sum, item) => sum + item.size, 0),
    sent: counted.reduce((sum, item) => sum + item.sent, 0),
    reading: of("reading").length,
    going: of("reading", "queued", "sending", "paused").length,
    done: of("done").length,
    failed: of("failed").length,
    missing: of("missing").length,
  };
}

/** What stands against making the edit, or is worth saying before. */
export type Readiness =
  | { go: false; why: "noClips" | "noSong" | "nothing" }
  | { go: false; why: "short" | "songShort"; seconds: number }
  | { go: true; why: "few"; clips: number }
  | { go: true; why: "missing" | null };

/** What the server found in files so far, by media id. */
export interface Found {
  rejections: ReadonlyMap<string, string>;
  seconds: ReadonlyMap<string, number>;
}

/** What stands against an edit of so many seconds; clips of unknown length are taken to be long enough. */
export function readinessOf(items: readonly Item[], found: Found, wanted: number): Readiness {
  const clips = totalsOf(items).clips;
  const song = songOf(items);
  if (clips === 0) {
    return { go: false, why: song === undefined ? "nothing" : "noClips" };
  }
  if (song === undefined) {
    return { go: false, why: "noSong" };
  }
  const length = found.seconds.get(song.mediaId ?? "");
  if (length !== undefined && length < LEAST_SONG_SECONDS) {
    return { go: false, why: "songShort", seconds: length };
  }
  if (items.some((item) => item.phase === "missing")) {
    return { go: true, why: "missing" };
  }
  const usable = items.filter((item) => item.role === "clip" && item.phase !== "failed" && !found.rejections.has(item.mediaId ?? ""));
  const lengths = usable.map((item) => found.seconds.get(item.mediaId ?? "") ?? item.seconds);
  const seconds = lengths.reduce<number>((sum, length) => sum + (length ?? Number.POSITIVE_INFINITY), 0);
  if (usable.length > 0 && seconds < wanted) {
    return { go: false, why: "short", seconds };
  }
  return usable.length < ENOUGH_CLIPS ? { go: true, why: "few", clips: usable.length } : { go: true, why: null };
}
