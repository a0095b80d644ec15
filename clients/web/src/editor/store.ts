// SPDX-License-Identifier: Apache-2.0
import { create } from "zustand";
import type { Proposal } from "../gen/rushes/v1/proposal_pb";
import type { Link } from "../lib/watch";
import { apply, type Change } from "./changes";
import type { Cut, Shot } from "./model";

/** A change that was made here and is not yet answered by the server. */
export interface Pending {
  /** UUID; the server makes the change once for it, however often it is sent. */
  id: string;
  changes: Change[];
  /** Which of the changes the person asked for; the others open and close locks for them. */
  asked: number[];
  /** The revision it was made on. */
  revision: number;
  /** Newer revisions that are our own changes before it. */
  known: number[];
  /** UUID of its merge. */
  mergeId: string;
  /** Whether it met somebody else's edit. */
  merging: boolean;
}

/** A change that was not made because somebody else was at the same place; kept until the person decides. */
export interface Met {
  id: string;
  changes: Change[];
  /** Whose edits, and what both touch; without an aspect only what the server said. */
  with: { author: string; shot: string; aspect: string; said: string }[];
}

/** Something asked of the machine. */
export type Ask =
  | { state: "idle" }
  | { state: "thinking"; instruction: number; section: Range | null; shotIds: Set<string> }
  | { state: "offered"; instruction: number; proposal: Proposal; offered: Cut; settled: boolean; refused: Set<number> };

export interface Range {
  from: number;
  to: number;
}

/** What the preview shows instead of the playing cut. */
export type Look =
  | { kind: "play" }
  /** Two frames beside each other while an edge moves. */
  | { kind: "edges"; left: FrameOf | null; right: FrameOf | null }
  /** One frame of one clip. */
  | { kind: "frame"; frame: FrameOf };

export interface FrameOf {
  mediaId: string;
  source: number;
}

interface EditorState {
  /** The newest revision the server sent. */
  saved: Cut | null;
  pending: Pending[];
  met: Met[];
  /** What is drawn: the saved cut with the pending changes, or what a drag would make of it. */
  cut: Cut | null;
  drag: Change | null;
  /** Another revision shown while Tab is held. */
  before: Cut | null;
  link: Link;
  failure: string | null;
  selected: string[];
  range: Range | null;
  snapping: boolean;
  /** Pixels a second; null fits the window. */
  zoom: number | null;
  ask: Ask;
  look: Look;
  playing: boolean;
  looping: boolean;
  muted: boolean;
  /** Whether there may be something to make again; not after a change of one's own, or once the server said there is nothing. */
  redoable: boolean;
  me: string;
}

export const useEditor = create<EditorState>(() => initial());

function initial(): EditorState {
  return {
    saved: null,
    pending: [],
    met: [],
    cut: null,
    drag: null,
    before: null,
    link: "connecting",
    failure: null,
    selected: [],
    range: null,
    snapping: true,
    zoom: null,
    ask: { state: "idle" },
    look: { kind: "play" },
    playing: false,
    looping: false,
    muted: false,
    redoable: true,
    me: "",
  };
}

export function resetEditor(): void {
  useEditor.setState(initial());
}

/** Sets what the server and the person did; the drawn cut follows. */
export function setCut(change: Partial<Pick<EditorState, "saved" | "pending" | "drag">>): void {
  useEditor.setState((state) => {
    const saved = change.saved === undefined ? state.saved : change.saved;
    const pending = change.pending ?? state.pending;
    const drag = change.drag === undefined ? state.drag : change.drag;
    if (saved === null) {
      return { saved, pending, drag, cut: null };
    }
    let cut = pending.flatMap((step) => step.changes).reduce(apply, saved);
    if (drag !== null) {
      cut = apply(cut, drag);
    }
    cut = sharing(cut, state.cut);
    const there = new Set(cut.shots.map((shot) => shot.id));
    const selected = state.selected.every((id) => there.has(id)) ? state.selected : state.selected.filter((id) => there.has(id));
    return { saved, pending, drag, cut, selected };
  });
}

/** The same cut; shots that look as they did are the objects they were, so that a drag draws only those it moved. */
function sharing(cut: Cut, before: Cut | null): Cut {
  const known = new Map(before?.shots.map((shot) => [shot.id, shot]));
  return { ...cut, shots: cut.shots.map((shot) => (isSame(shot, known.get(shot.id)) ? (known.get(shot.id) as Shot) : shot)) };
}

function isSame(shot: Shot, other: Shot | undefined): boolean {
  return other !== undefined && (Object.keys(shot) as (keyof Shot)[]).every((key) => shot[key] === other[key]);
}

/** The cut without what a drag makes of it. */
export function settledCut(): Cut | null {
  const { saved, pending } = useEditor.getState();
  return saved === null ? null : pending.flatMap((step) => step.changes).reduce(apply, saved);
}

/** What plays: the version before while Tab is held, else an offer, else the cut. */
export function shownCut(state: EditorState): Cut | null {
  return state.before ?? (state.ask.state === "offered" ? state.ask.offered : state.cut);
}

/** A number that changes with every picture: kept out of the store, because React must not draw for it. */
export interface Moving {
  get: () => number;
  set: (next: number) => void;
  /** Returns what ends it. */
  subscribe: (listener: (value: number) => void) => () => void;
}

export function moving(first: number): Moving {
  let value = first;
  const listeners = new Set<(value: number) => void>();
  return {
    get: () => value,
    set(next) {
      if (next !== value) {
        value = next;
        listeners.forEach((listener) => listener(value));
      }
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The frame the playhead is at. */
export const playhead = moving(0);
