// SPDX-License-Identifier: Apache-2.0
import { Lock } from "lucide-react";
import { memo, type PointerEvent } from "react";
import { percent, seconds } from "../lib/format";
import { classNames } from "../ui/class-names";
import { words } from "../words";
import { tileStyle, useFilmstrip } from "./film";
import { type Clip, useFootage } from "./footage";
import { lookWords, type Shot } from "./model";
import { RULER_HEIGHT } from "./ruler";
import type { Scale } from "./scale";
import { xOf } from "./scale";
import { useEditor } from "./store";
import type { Grip } from "./strip-drag";

export const STRIP_HEIGHT = 96;
/** Room for the marks between the ruler and the strip. */
export const MARKS_HEIGHT = 14;
export const STRIP_TOP = RULER_HEIGHT + MARKS_HEIGHT;
/** Narrower shots show no words. */
const ROOM_FOR_WORDS = 44;

export interface ShotBoxProps {
  shot: Shot;
  at: number;
  fps: number;
  scale: Scale;
  shape: number;
  selected: boolean;
  dragged: boolean;
  /** Whether a finger has lifted it. */
  lifted: boolean;
  changed: boolean;
  busy: boolean;
  /** Whether boxes glide to their place. */
  gliding: boolean;
  /** Whether it can only be looked at: it has nothing to grab, and a click opens it. */
  fixed?: boolean;
  onGrip: (event: PointerEvent, shot: Shot, grip: Grip) => void;
  onOpen: (shot: Shot) => void;
}

/**
 * One shot on the strip: pictures of its frames, number, length, lock and confidence; its edges can be grabbed once it is selected. Its
 * place is a transform: while boxes glide nothing is laid out or painted again.
 */
export const ShotBox = memo(function ShotBox(props: ShotBoxProps) {
  const { shot, at, fps, scale, selected, dragged, lifted, gliding, fixed = false } = props;
  const { clips } = useFootage();
  const clip = clips.get(shot.mediaId);
  const width = shot.frames * scale.perFrame;
  const roomy = width >= ROOM_FOR_WORDS;
  return (
    <div
      data-shot={shot.id}
      data-lifted={lifted || undefined}
      className={classNames(
        "absolute top-0 left-0",
        gliding && "transition-[transform,width] duration-120 ease-out will-change-transform",
        dragged && "opacity-40",
        // A transform stacks by itself: the handles reach over the neighbours.
        lifted ? "z-20" : selected && "z-10",
      )}
      style={{ transform: `translateX(${xOf(scale, shot.start)}px)`, width, height: STRIP_HEIGHT }}
    >
      <button
        type="button"
        aria-pressed={fixed ? undefined : selected}
        aria-label={words.timeline.shot(at + 1, lookWords(shot.look) || shot.fileName, seconds(shot.frames / fps), shot.lock !== null, fixed ? null : percent(shot.confidence))}
        onPointerDown={(event) => !fixed && props.onGrip(event, shot, "body")}
        onClick={(event) => (fixed ? props.onOpen(shot) : event.detail === 0 && useEditor.setState({ selected: [shot.id] }))}
        onDoubleClick={() => props.onOpen(shot)}
        className={classNames(
          "absolute inset-x-px inset-y-0 overflow-hidden rounded-md bg-raised text-left",
          shot.lock !== null && "ring-2 ring-lock ring-inset",
          lifted && !dragged && "-translate-y-1.5 scale-105 shadow-xl ring-2 shadow-black ring-accent",
        )}
      >
        <Tiles clip={clip} shot={shot} fps={fps} width={width} shape={props.shape} />
        <span className="absolute inset-0 bg-linear-to-b from-black/60 via-transparent to-black/75" />
        {props.busy && shot.lock === null && <span className="shimmer absolute inset-0 opacity-50" />}
        {props.changed && <span className="absolute inset-0 border-2 border-ai" />}
        <span className={classNames("absolute top-1 text-[13px] font-bold text-white [text-shadow:0_1px_2px_#000]", selected ? "left-4" : "left-1.5")}>{at + 1}</span>
        {shot.lock !== null && (
          <span className="absolute top-1 right-1 rounded bg-lock p-0.5 text-ground">
            <Lock size={11} strokeWidth={3} />
          </span>
        )}
        {roomy && (
          <span className={classNames("absolute bottom-2 text-[12px] text-white [text-shadow:0_1px_2px_#000]", selected ? "left-4" : "left-1.5")}>
            {seconds(shot.frames / fps)}
          </span>
        )}
        {!fixed && <Confidence share={shot.confidence} byHand={shot.parts.length === 0} />}
        {selected && <span className="absolute inset-0 rounded-md border-[3px] border-white" />}
      </button>
      {!selected && !dragged && !fixed && roomy && (
        <>
          <Rim side="start" onGrip={(event) => props.onGrip(event, shot, "start")} />
          <Rim side="end" onGrip={(event) => props.onGrip(event, shot, "end")} />
        </>
      )}
      {selected && !dragged && (
        <>
          <Handle side="start" onGrip={(event) => props.onGrip(event, shot, "start")} narrow={!roomy} />
          <Handle side="end" onGrip={(event) => props.onGrip(event, shot, "end")} narrow={!roomy} />
        </>
      )}
    </div>
  );
});

function Confidence({ share, byHand }: { share: number; byHand: boolean }) {
  if (byHand) {
    return null;
  }
  const tone = share >= 0.8 ? "bg-good" : share >= 0.65 ? "bg-fair" : "bg-bad";
  return (
    <span className="absolute inset-x-1 bottom-1 h-[3px] overflow-hidden rounded bg-white/25">
      <span className={classNames("block h-full", tone)} style={{ width: percent(share).replace(" ", "") }} />
    </span>
  );
}

/** The edge of a shot that is not selected, for a mouse: a finger there swipes. */
function Rim({ side, onGrip }: { side: "start" | "end"; onGrip: (event: PointerEvent) => void }) {
  return (
    <div
      aria-hidden
      onPointerDown={onGrip}
      className={classNames("absolute inset-y-0 w-2 cursor-ew-resize hover:bg-accent/70 [@media(hover:none)]:hidden", side === "start" ? "left-0 rounded-l-md" : "right-0 rounded-r-md")}
    />
  );
}

/** 12 px to see, 44 px to touch; reaches further out than in, so that a short shot can still be moved: of the shortest only 4 px are the handle's. */
function Handle({ side, onGrip, narrow }: { side: "start" | "end"; onGrip: (event: PointerEvent) => void; narrow: boolean }) {
  return (
    <div
      aria-hidden
      data-handle={side}
      onPointerDown={onGrip}
      className={classNames("group absolute inset-y-0 z-10 w-11 cursor-ew-resize touch-none", side === "start" ? (narrow ? "-left-10" : "-left-8") : narrow ? "-right-10" : "-right-8")}
    >
      <div
        className={classNames(
          "absolute inset-y-0 flex w-3 items-center justify-center bg-white group-hover:bg-accent",
          side === "start" ? "right-0 rounded-l-md" : "left-0 rounded-r-md",
        )}
      >
        <span className="h-7 w-0.5 rounded bg-ground/60" />
      </div>
    </div>
  );
}

/** Pictures of the frames the shot shows, as many as fit beside each other in the shape of the video. */
const Tiles = memo(function Tiles({ clip, shot, fps, width, shape }: { clip: Clip | undefined; shot: Shot; fps: number; width: number; shape: number }) {
  const url = useFilmstrip(clip);
  if (clip === undefined) {
    return null;
  }
  const wide = Math.max(28, STRIP_HEIGHT * shape);
  const count = Math.max(1, Math.ceil(width / wide));
  return (
    <span aria-hidden className={classNames("absolute inset-0 flex", url === null && "shimmer")}>
      {Array.from({ length: count }, (_, i) => {
        const share = (i + 0.5) / count;
        return (
          <span key={i} className="shrink-0" style={tileStyle(clip, url, (shot.source + share * shot.frames) / fps, wide, STRIP_HEIGHT)} />
        );
      })}
    </span>
  );
});
