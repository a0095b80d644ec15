// SPDX-License-Identifier: Apache-2.0
import { type PointerEvent, useEffect, useRef, useState } from "react";
import type { Change } from "./changes";
import type { Desk } from "./desk";
import { Film } from "./film";
import { type Clip } from "./footage";
import { newPiece } from "./library";
import { setCut, settledCut, useEditor } from "./store";

const START_PX = 6;
const GHOST = { width: 72, height: 128 };

/** Carries a clip from the library to a place between two shots; the shots make room before it is dropped. A finger scrolls instead. */
export function useLibraryDrag(desk: Desk) {
  const held = useRef<{ clip: Clip; x: number; y: number; shotId: string } | null>(null);
  const [ghost, setGhost] = useState<{ clip: Clip; x: number; y: number } | null>(null);
  useEffect(() => {
    const move = (event: globalThis.PointerEvent): void => {
      const current = held.current;
      if (current === null || (ghost === null && Math.hypot(event.clientX - current.x, event.clientY - current.y) < START_PX)) {
        return;
      }
      setGhost({ clip: current.clip, x: event.clientX, y: event.clientY });
      setCut({ drag: placeUnder(current.clip, current.shotId, event) });
    };
    const end = (drop: boolean): void => {
      const change = useEditor.getState().drag;
      const current = held.current;
      held.current = null;
      setGhost(null);
      if (current !== null) {
        if (drop && change?.kind === "insert") {
          desk.make(change);
          useEditor.setState({ selected: [current.shotId] });
        }
        setCut({ drag: null });
      }
    };
    const up = (): void => end(true);
    const cancel = (): void => end(false);
    const key = (event: KeyboardEvent): void => {
      if (event.key === "Escape" && held.current !== null) {
        event.stopImmediatePropagation();
        end(false);
      }
    };
    addEventListener("pointermove", move);
    addEventListener("pointerup", up);
    addEventListener("pointercancel", cancel);
    addEventListener("keydown", key, true);
    return () => {
      removeEventListener("pointermove", move);
      removeEventListener("pointerup", up);
      removeEventListener("pointercancel", cancel);
      removeEventListener("keydown", key, true);
    };
  }, [desk, ghost === null]);
  return {
    onGrab: (event: PointerEvent, clip: Clip): void => {
      if (event.button === 0 && event.pointerType !== "touch" && clip.rejected === "" && useEditor.getState().ask.state === "idle") {
        held.current = { clip, x: event.clientX, y: event.clientY, shotId: crypto.randomUUID() };
      }
    },
    ghost: ghost !== null && (
      <div
        className="pointer-events-none fixed z-50 overflow-hidden rounded-lg opacity-90 shadow-2xl ring-2 ring-accent shadow-black"
        style={{ left: ghost.x - GHOST.width / 2, top: ghost.y - GHOST.height / 2 }}
      >
        <Film clip={ghost.clip} width={GHOST.width} height={GHOST.height} />
      </div>
    ),
  };
}

/** The insertion the pointer points at; null away from the strip. */
function placeUnder(clip: Clip, shotId: string, pointer: { clientX: number; clientY: number }): Change | null {
  const cut = settledCut();
  const strip = document.querySelector("[data-strip]")?.getBoundingClientRect();
  if (cut === null || strip === undefined || pointer.clientY < strip.top - 24 || pointer.clientY > strip.bottom + 24) {
    return null;
  }
  let after: string | null = null;
  for (const shot of cut.shots) {
    const box = document.querySelector(`[data-shot="${CSS.escape(shot.id)}"]`)?.getBoundingClientRect();
    if (box !== undefined && pointer.clientX > box.left + box.width / 2) {
      after = shot.id;
    }
  }
  return { kind: "insert", piece: newPiece(clip, cut, shotId), after };
}
