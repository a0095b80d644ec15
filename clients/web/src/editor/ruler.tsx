// SPDX-License-Identifier: Apache-2.0
import { type KeyboardEvent, type PointerEvent, useEffect, useRef } from "react";
import { clock } from "../lib/format";
import { words } from "../words";
import { useFootage } from "./footage";
import { barAt, onBeats, type GridBeat } from "./grid";
import type { Cut } from "./model";
import { frameAt, type Scale, xOf } from "./scale";
import { playhead, type Range, useEditor } from "./store";

const RULER = 24;
export const RULER_HEIGHT = 74;

interface RulerProps {
  cut: Cut;
  grid: GridBeat[];
  scale: Scale;
  /** Width of the window and how far it is scrolled, in pixels. */
  view: { width: number; left: number };
  onSeek: (frame: number) => void;
}

/** Bars, beats and the sound. Drag moves the playhead, with Shift a range; a double click on a bar selects it. */
export function Ruler({ cut, grid, scale, view, onSeek }: RulerProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { song } = useFootage();
  const range = useEditor((state) => state.range);
  const from = useRef<number | null>(null);
  const { song: heard, fps, frames } = cut;

  // Not for each cut: while shots are dragged the sound stays as it is.
  useEffect(() => {
    const target = canvas.current;
    if (target !== null) {
      draw(target, { cut: { song: heard, fps, frames }, grid, scale, view, peaks: song?.waveform ?? [], sections: song?.sections ?? [] });
    }
  }, [heard, fps, frames, grid, scale, view, song]);

  const frameOf = (event: PointerEvent | React.MouseEvent): number => {
    const box = event.currentTarget.getBoundingClientRect();
    return Math.min(cut.frames, Math.max(0, Math.round(frameAt(scale, event.clientX - box.left + view.left))));
  };
  const begin = (event: PointerEvent<HTMLDivElement>): void => {
    event.currentTarget.setPointerCapture(event.pointerId);
    from.current = frameOf(event);
    if (!event.shiftKey) {
      onSeek(from.current);
    }
  };
  const move = (event: PointerEvent<HTMLDivElement>): void => {
    if (from.current === null) {
      return;
    }
    const here = frameOf(event);
    if (event.shiftKey) {
      const span = { from: Math.min(from.current, here), to: Math.max(from.current, here) };
      const snapped = useEditor.getState().snapping ? onBeats(span, grid, cut.frames) : span;
      useEditor.setState({ range: span.to > span.from ? snapped : null });
    } else {
      onSeek(here);
    }
  };
  const selectBar = (event: React.MouseEvent): void => {
    const bar = barAt(grid, frameOf(event), cut.frames);
    if (bar !== null) {
      useEditor.setState({ range: bar });
    }
  };
  const step = (event: KeyboardEvent): void => {
    const by = { ArrowLeft: -1, ArrowRight: 1, PageUp: -cut.fps, PageDown: cut.fps }[event.key];
    if (by !== undefined) {
      event.preventDefault();
      event.stopPropagation();
      onSeek(playhead.get() + by);
    }
  };

  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label={words.timeline.ruler}
      aria-valuemin={0}
      aria-valuemax={Math.round(cut.frames / cut.fps)}
      aria-valuenow={Math.round(playhead.get() / cut.fps)}
      aria-valuetext={clock(playhead.get() / cut.fps, true)}
      onKeyDown={step}
      onPointerDown={begin}
      onPointerMove={move}
      onPointerUp={() => (from.current = null)}
      onDoubleClick={selectBar}
      className="sticky left-0 cursor-col-resize touch-none"
      style={{ width: view.width, height: RULER_HEIGHT }}
    >
      <canvas ref={canvas} className="block" style={{ width: view.width, height: RULER_HEIGHT }} />
      {range !== null && <RangeBand range={range} scale={scale} left={view.left} />}
    </div>
  );
}

function RangeBand({ range, scale, left }: { range: Range; scale: Scale; left: number }) {
  return (
    <div
      className="pointer-events-none absolute top-0 bottom-0 border-x-2 border-ai bg-ai/15"
      style={{ left: xOf(scale, range.from) - left, width: (range.to - range.from) * scale.perFrame }}
    />
  );
}

interface Picture {
  cut: Pick<Cut, "song" | "fps" | "frames">;
  grid: GridBeat[];
  scale: Scale;
  view: { width: number; left: number };
  peaks: { secondsPerPeak: number; peaks: Uint8Array }[];
  sections: { startSeconds: number; endSeconds: number; label: string }[];
}

function draw(canvas: HTMLCanvasElement, picture: Picture): void {
  const { cut, grid, scale, view } = picture;
  const ratio = devicePixelRatio || 1;
  canvas.width = Math.round(view.width * ratio);
  canvas.height = Math.round(RULER_HEIGHT * ratio);
  const context = canvas.getContext("2d");
  if (context === null) {
    return;
  }
  const styles = getComputedStyle(document.documentElement);
  const colour = (name: string): string => styles.getPropertyValue(`--color-${name}`);
  context.scale(ratio, ratio);
  context.clearRect(0, 0, view.width, RULER_HEIGHT);
  const right = Math.min(view.width, xOf(scale, cut.frames) - view.left);
  const left = Math.max(0, xOf(scale, 0) - view.left);
  context.fillStyle = colour("raised");
  context.fillRect(left, RULER, right - left, RULER_HEIGHT - RULER);
  drawSound(context, picture, { left, right }, colour("strong"), colour("faint"));
  context.font = "600 12px 'Inter Variable', sans-serif";
  context.textBaseline = "middle";
  drawSections(context, picture, { left, right }, colour("ground"), colour("text"));
  let lastLabel = -100;
  for (const beat of grid) {
    const x = xOf(scale, beat.frame) - view.left;
    if (x < -1 || x > view.width + 1 || beat.frame >= cut.frames) {
      continue;
    }
    const first = beat.beat === 1;
    context.fillStyle = first ? colour("soft") : colour("strong");
    context.fillRect(Math.round(x), first ? 4 : RULER - 7, first ? 2 : 1, first ? RULER - 4 : 7);
    if (first) {
      context.fillStyle = "#ffffff14";
      context.fillRect(Math.round(x), RULER, 1, RULER_HEIGHT - RULER);
    }
    if (first && x - lastLabel > 22) {
      context.fillStyle = colour("soft");
      context.fillText(String(beat.bar), x + 6, 11);
      lastLabel = x;
    }
  }
}

function drawSound(
  context: CanvasRenderingContext2D,
  { cut, scale, view, peaks }: Picture,
  { left, right }: { left: number; right: number },
  quiet: string,
  loud: string,
): void {
  const song = cut.song;
  if (song === null) {
    return;
  }
  const secondsPerPixel = 1 / (scale.perFrame * scale.fps);
  const level = peaks.findLast((candidate) => candidate.secondsPerPeak <= secondsPerPixel * 2) ?? peaks[0];
  const middle = RULER + (RULER_HEIGHT - RULER) / 2;
  const half = (RULER_HEIGHT - RULER) / 2 - 4;
  for (let x = Math.max(0, Math.floor(left)); x < right; x += 2) {
    const seconds = frameAt(scale, x + view.left) / scale.fps;
    const energy = song.energy[Math.floor(seconds / song.energyHop)] ?? 0;
    let peak = energy;
    if (level !== undefined) {
      const first = Math.floor((song.start + seconds) / level.secondsPerPeak);
      const last = Math.max(first, Math.floor((song.start + seconds + 2 * secondsPerPixel) / level.secondsPerPeak) - 1);
      peak = 0;
      for (let i = first; i <= last; i++) {
        peak = Math.max(peak, (level.peaks[i] ?? 0) / 255);
      }
    }
    context.fillStyle = energy > 0.6 ? loud : quiet;
    const height = Math.max(1, peak * half);
    context.fillRect(x, middle - height, 1.4, 2 * height);
  }
}

/** Names verse, chorus and drop where they begin. */
function drawSections(
  context: CanvasRenderingContext2D,
  { cut, scale, view, sections }: Picture,
  { left, right }: { left: number; right: number },
  ground: string,
  text: string,
): void {
  const song = cut.song;
  if (song === null) {
    return;
  }
  for (const section of sections) {
    const from = Math.max(left, xOf(scale, (section.startSeconds - song.start) * cut.fps) - view.left);
    const to = Math.min(right, xOf(scale, (section.endSeconds - song.start) * cut.fps) - view.left);
    const width = context.measureText(section.label).width;
    if (to - from < width + 16) {
      continue;
    }
    context.fillStyle = `${ground}cc`;
    context.beginPath();
    context.roundRect(from + 4, RULER_HEIGHT - 19, width + 12, 16, 4);
    context.fill();
    context.fillStyle = text;
    context.fillText(section.label, from + 10, RULER_HEIGHT - 11);
    context.fillStyle = text;
    context.fillRect(from, RULER, 1, RULER_HEIGHT - RULER);
  }
}
