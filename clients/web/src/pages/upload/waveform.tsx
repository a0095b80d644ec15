// SPDX-License-Identifier: Apache-2.0
import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from "react";
import { clock } from "../../lib/format";
import { classNames } from "../../ui/class-names";
import { type BeatAt, keepInside, type Outline, snap, step } from "../../upload/song";
import { words } from "../../words";

export interface WaveformProps {
  outline: Outline;
  beats: readonly BeatAt[];
  /** Where the window begins, in seconds, and how long it is. */
  start: number;
  length: number;
  chosen: boolean;
  /** Where the sound is, while it plays. */
  playhead: number | null;
  onStart: (seconds: number) => void;
}

const HEIGHT = 112;

/** The song with the window the video is cut to; drag it, or move it by beats with the arrow keys. */
export function Waveform({ outline, beats, start, length, chosen, playhead, onStart }: WaveformProps) {
  const box = useRef<HTMLDivElement>(null);
  const grab = useRef(0);
  const [width, setWidth] = useState(0);
  const [dragged, setDragged] = useState(false);
  useEffect(() => {
    const seen = new ResizeObserver(([entry]) => setWidth(entry?.contentRect.width ?? 0));
    if (box.current !== null) {
      seen.observe(box.current);
    }
    return () => seen.disconnect();
  }, []);

  const shown = Math.min(length, outline.seconds);
  const share = (seconds: number): string => `${(seconds / outline.seconds) * 100}%`;
  const move = (seconds: number): void => onStart(keepInside(seconds, shown, outline.seconds));

  function at(event: PointerEvent): number {
    const left = box.current?.getBoundingClientRect().left ?? 0;
    return ((event.clientX - left) / Math.max(1, width)) * outline.seconds;
  }

  function down(event: PointerEvent<HTMLDivElement>): void {
    const here = at(event);
    grab.current = here >= start && here <= start + shown ? here - start : shown / 2;
    event.currentTarget.setPointerCapture(event.pointerId);
    setDragged(true);
    drag(event);
  }

  function drag(event: PointerEvent<HTMLDivElement>): void {
    const reach = (10 / Math.max(1, width)) * outline.seconds;
    move(snap(at(event) - grab.current, beats, reach));
  }

  function key(event: KeyboardEvent): void {
    const to = {
      ArrowRight: () => step(start, beats, true, event.shiftKey),
      ArrowLeft: () => step(start, beats, false, event.shiftKey),
      Home: () => 0,
      End: () => outline.seconds,
    }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      move(to());
    }
  }

  return (
    <div>
      <div
        ref={box}
        className="relative cursor-grab touch-none overflow-hidden rounded-lg bg-ground select-none active:cursor-grabbing"
        style={{ height: HEIGHT }}
        onPointerDown={down}
        onPointerMove={(event) => dragged && drag(event)}
        onPointerUp={() => setDragged(false)}
        onPointerCancel={() => setDragged(false)}
      >
        <Drawing outline={outline} beats={beats} width={width} from={start} to={start + shown} />
        <div
          role="slider"
          tabIndex={0}
          aria-label={words.upload.window}
          aria-valuemin={0}
          aria-valuemax={Math.max(0, outline.seconds - shown)}
          aria-valuenow={start}
          aria-valuetext={words.upload.windowIs(start, start + shown)}
          onKeyDown={key}
          className={classNames(
            "absolute inset-y-0 rounded-md border-2",
            chosen ? "border-accent bg-accent/15" : "border-dashed border-ai/80 bg-ai/10",
          )}
          style={{ left: share(start), width: share(shown) }}
        >
          <span className="absolute top-1 left-1.5 rounded bg-black/70 px-1 text-[12px]">{clock(start, true)}</span>
          <span className="absolute right-1.5 bottom-1 rounded bg-black/70 px-1 text-[12px]">{clock(start + shown, true)}</span>
        </div>
        {playhead !== null && <div className="absolute inset-y-0 w-0.5 bg-text" style={{ left: share(playhead) }} />}
      </div>
      <div aria-hidden className="mt-1 flex justify-between text-[12px] text-faint">
        <span>0:00</span>
        <span>{clock(outline.seconds / 2)}</span>
        <span>{clock(outline.seconds)}</span>
      </div>
    </div>
  );
}

function Drawing({ outline, beats, width, from, to }: { outline: Outline; beats: readonly BeatAt[]; width: number; from: number; to: number }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!context || width === 0) {
      return;
    }
    const scale = devicePixelRatio;
    context.canvas.width = Math.round(width * scale);
    context.canvas.height = Math.round(HEIGHT * scale);
    context.scale(scale, scale);
    const colours = getComputedStyle(context.canvas);
    const inside = colours.getPropertyValue("--color-accent");
    const outside = colours.getPropertyValue("--color-strong");
    const tick = colours.getPropertyValue("--color-soft");
    const middle = (HEIGHT - 10) / 2;
    const bars = Math.floor(width / 3);
    const loudest = Math.sqrt(Math.max(1e-9, ...outline.power));
    for (let bar = 0; bar < bars; bar++) {
      const first = Math.floor((bar / bars) * outline.peaks.length);
      const past = Math.max(first + 1, Math.floor(((bar + 1) / bars) * outline.peaks.length));
      const loud = Math.sqrt(Math.max(...outline.power.subarray(first, past))) / loudest;
      const at = (bar / bars) * outline.seconds;
      // Squared, so that quiet and loud parts of a loud song differ to the eye.
      const half = Math.max(1, (0.25 * loud + 0.75 * loud * loud) * (middle - 4));
      context.fillStyle = at >= from && at < to ? inside : outside;
      context.fillRect(bar * 3, middle - half, 2, half * 2);
    }
    const dense = (beats.length * 4) / width > 1;
    for (const beat of beats) {
      if (dense && beat.barPosition !== 1) {
        continue;
      }
      const high = beat.barPosition === 1 ? 8 : 4;
      context.fillStyle = tick;
      context.fillRect((beat.timeSeconds / outline.seconds) * width, HEIGHT - high, 1, high);
    }
  }, [outline, beats, width, from, to]);
  return <canvas ref={canvas} aria-hidden className="absolute inset-0 h-full w-full" />;
}
