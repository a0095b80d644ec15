// SPDX-License-Identifier: Apache-2.0
import { useEffect } from "react";
import { tinykeys } from "tinykeys";
import { timelines } from "../lib/api";
import { accept, reject } from "./asker";
import { beginWriting } from "./comments";
import { movedBy } from "./changes";
import type { Desk } from "./desk";
import type { Footage } from "./footage";
import type { GridBeat } from "./grid";
import { use } from "./library";
import { goTo } from "./mark-row";
import { marksOf, nextMark } from "./marks";
import { cutOf, shotIndexAt } from "./model";
import type { CutPlayer } from "./player";
import { playhead, settledCut, shownCut, useEditor } from "./store";
import { dragEdge, framesOf } from "./strip-drag";
import { targetShot } from "./timeline";

interface Keys {
  desk: Desk;
  player: CutPlayer | null;
  footage: Footage;
  grid: GridBeat[];
  onHelp: () => void;
  onZoom: (factor: number) => void;
}

/** The keyboard map of the editor (clients.md 2.2). Keys typed into a field, or while a window or menu is open, are left alone. */
export function useKeyboard(keys: Keys): void {
  useEffect(() => listen({ ...playKeys(keys), ...shotKeys(keys), ...viewKeys(keys) }), [keys.desk, keys.player, keys.footage, keys.grid]);
  useBefore();
}

/** The keys of somebody who may not edit: they play, go along the cut and write. */
export function useViewingKeys({ player, grid }: Pick<Keys, "player" | "grid">): void {
  useEffect(() => {
    const { a: _, "Shift+A": __, ...play } = playKeys({ player, grid });
    return listen({ ...play, ...lookingKeys, Escape: () => useEditor.setState({ range: null }) });
  }, [player, grid]);
}

function listen(map: Record<string, () => void>): () => void {
  return tinykeys(window, Object.fromEntries(Object.entries(map).map(([key, act]) => [key, guarded(act)])));
}

function guarded(act: () => void): (event: KeyboardEvent) => void {
  return (event) => {
    const target = event.target as HTMLElement | null;
    const typing = target?.closest("input, textarea, select, [contenteditable]") != null;
    const onShot = target?.closest("[data-shot]") != null;
    // On a shot, which a click has left the focus on, Space plays as everywhere; Enter selects it.
    const pressing = target?.closest("button, a") != null && (event.key === "Enter" || (event.key === " " && !onShot));
    if (event.defaultPrevented || typing || pressing || document.querySelector("[role=dialog], [role=menu]") !== null) {
      return;
    }
    event.preventDefault();
    act();
  };
}

function playKeys({ player, grid }: Pick<Keys, "player" | "grid">): Record<string, () => void> {
  const by = (frames: number) => () => player?.seek(playhead.get() + frames);
  const beat = (direction: 1 | -1) => () => {
    const here = playhead.get();
    const next = direction > 0 ? grid.find((other) => other.frame > here) : grid.findLast((other) => other.frame < here);
    player?.seek(next?.frame ?? here + direction * 15);
  };
  const cutPoint = (direction: 1 | -1) => () => {
    const cut = shownCut(useEditor.getState());
    if (cut !== null) {
      const here = playhead.get();
      const starts = cut.shots.map((shot) => shot.start);
      const next = direction > 0 ? starts.find((start) => start > here) : starts.findLast((start) => start < here);
      player?.seek(next ?? (direction > 0 ? cut.frames - 1 : 0));
      const shot = cut.shots[shotIndexAt(cut, playhead.get())];
      useEditor.setState({ selected: shot === undefined ? [] : [shot.id] });
    }
  };
  const mark = (direction: 1 | -1) => () => {
    const cut = shownCut(useEditor.getState());
    if (cut !== null) {
      goTo(nextMark(marksOf(cut, grid), playhead.get(), direction), player);
    }
  };
  return {
    a: mark(1),
    "Shift+A": mark(-1),
    Space: () => player?.toggle(),
    k: () => player?.toggle(),
    l: () => player?.faster(),
    j: by(-30),
    ArrowLeft: by(-1),
    ArrowRight: by(1),
    "Shift+ArrowLeft": beat(-1),
    "Shift+ArrowRight": beat(1),
    ArrowUp: cutPoint(-1),
    ArrowDown: cutPoint(1),
    Home: () => player?.seek(0),
    End: () => player?.seek(Number.MAX_SAFE_INTEGER),
  };
}

function shotKeys({ desk, footage, grid }: Keys): Record<string, () => void> {
  const withShot = (act: (id: string, index: number) => void) => () => {
    const cut = settledCut();
    const id = targetShot();
    const index = cut?.shots.findIndex((shot) => shot.id === id) ?? -1;
    if (id !== null && index >= 0 && useEditor.getState().ask.state === "idle") {
      act(id, index);
    }
  };
  const move = (direction: 1 | -1) =>
    withShot((id) => {
      const cut = settledCut();
      const change = cut === null ? null : movedBy(cut, id, direction);
      if (change !== null) {
        desk.make(change);
        useEditor.setState({ selected: [id] });
      }
    });
  const trim = (edge: "start" | "end", byBeat: boolean) =>
    withShot((id, index) => {
      const cut = settledCut();
      const shot = cut?.shots[index];
      if (cut === null || shot === undefined) {
        return;
      }
      const from = edge === "start" ? shot.start : shot.start + shot.frames;
      const inwards = edge === "start" ? grid.find((beat) => beat.frame > from) : grid.findLast((beat) => beat.frame < from);
      const to = byBeat ? (inwards?.frame ?? from) : playhead.get();
      const clipFrames = (mediaId: string): number => framesOf(footage.clips.get(mediaId), cut.fps);
      const { change } = dragEdge(cut, id, edge, to - from, { ripple: false, points: [], reach: 0, clipFrames });
      if (change !== null) {
        desk.make(change);
      }
    });
  const take = (place: number) =>
    withShot((_, index) => {
      const cut = settledCut();
      const shot = cut?.shots[index];
      const clip = footage.clips.get(shot?.runnerUps[place]?.mediaId ?? "");
      if (cut !== null && shot !== undefined && clip !== undefined) {
        use(clip, shot, cut, desk);
      }
    });
  const remove = withShot(() => {
    const chosen = useEditor.getState().selected;
    const ids = chosen.length > 0 ? chosen : [targetShot() ?? ""];
    desk.make(...ids.map((id) => ({ kind: "delete" as const, shot: id, reason: "" })));
  });
  return {
    x: withShot((id, index) => desk.make({ kind: settledCut()?.shots[index]?.lock == null ? "lock" : "unlock", shot: id })),
    Backspace: remove,
    Delete: remove,
    "Alt+ArrowLeft": move(-1),
    "Alt+ArrowRight": move(1),
    "[": trim("start", false),
    "]": trim("end", false),
    "Shift+BracketLeft": trim("start", true),
    "Shift+BracketRight": trim("end", true),
    1: take(0),
    2: take(1),
    3: take(2),
    4: take(3),
    "$mod+a": () => useEditor.setState({ selected: settledCut()?.shots.map((shot) => shot.id) ?? [] }),
    "$mod+z": () => void desk.undo(),
    "$mod+Shift+z": () => void desk.redo(),
    "$mod+y": () => void desk.redo(),
    Enter: () => void accept(),
    Escape: () => {
      if (useEditor.getState().ask.state === "offered") {
        void reject();
      } else {
        useEditor.setState({ selected: [], range: null });
      }
    },
    i: () => setRange("from"),
    o: () => setRange("to"),
  };
}

function setRange(end: "from" | "to"): void {
  const { range, saved } = useEditor.getState();
  const here = playhead.get();
  const next = end === "from" ? { from: here, to: range?.to ?? saved?.frames ?? here + 1 } : { from: range?.from ?? 0, to: here };
  useEditor.setState({ range: next.to > next.from ? next : null });
}

const lookingKeys: Record<string, () => void> = {
  m: beginWriting,
  "Shift+m": () => useEditor.setState((state) => ({ muted: !state.muted })),
  f: () => void document.querySelector("[data-stage]")?.closest("section")?.requestFullscreen?.(),
};

function viewKeys({ onHelp, onZoom }: Keys): Record<string, () => void> {
  return {
    n: () => useEditor.setState((state) => ({ snapping: !state.snapping })),
    ...lookingKeys,
    z: () => useEditor.setState({ zoom: null }),
    "+": () => onZoom(1.5),
    "=": () => onZoom(1.5),
    "-": () => onZoom(1 / 1.5),
    "Shift+?": onHelp,
    "?": onHelp,
  };
}

/** While Tab is held on the page itself, the version before the last step, or the standing cut behind a proposal, plays on the same clock. */
function useBefore(): void {
  useEffect(() => {
    let held = false;
    const down = (event: KeyboardEvent): void => {
      if (event.key !== "Tab" || event.shiftKey || document.activeElement !== document.body) {
        return;
      }
      event.preventDefault();
      if (!held) {
        held = true;
        void showBefore(() => held);
      }
    };
    const up = (event: KeyboardEvent): void => {
      if (event.key === "Tab" && held) {
        held = false;
        useEditor.setState({ before: null });
      }
    };
    addEventListener("keydown", down);
    addEventListener("keyup", up);
    return () => {
      removeEventListener("keydown", down);
      removeEventListener("keyup", up);
    };
  }, []);
}

/** Shows the version before as long as {@code wanted} says so. */
export async function showBefore(wanted: () => boolean): Promise<void> {
  const { ask, saved } = useEditor.getState();
  if (saved === null) {
    return;
  }
  if (ask.state === "offered") {
    useEditor.setState({ before: settledCut() });
    return;
  }
  if (saved.revision > 1) {
    const older = await timelines.getTimeline({ jobId: saved.jobId, revision: BigInt(saved.revision - 1) }).catch(() => null);
    if (older !== null && wanted()) {
      useEditor.setState({ before: cutOf(older) });
    }
  }
}
