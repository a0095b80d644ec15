// SPDX-License-Identifier: Apache-2.0

/** Where the subject is at one moment, in shares of the shown picture. */
export interface Box {
  timeSeconds: number;
  left: number;
  top: number;
  width: number;
  height: number;
}

/** The part of a picture that is shown: a window of its own length along one axis, moving over source frames. */
export interface Crop {
  horizontal: boolean;
  /** Length along the axis, 0..1. */
  window: number;
  /** First source frame of {@link edges}. */
  first: number;
  /** Source frames between two edges. */
  step: number;
  /** Left or top edge, 0..1 - window. */
  edges: number[];
}

const COMFORT = 0.6;
const MAX_SPEED = 0.6;
const STEP_SECONDS = 0.1;
const SMOOTHING_SECONDS = 0.35;
const SHORTEST_MOVING_SECONDS = 0.8;
const UNKNOWN_MIDDLE_Y = 0.45;

/** The crop the renderer takes: the same plan as dev.rushes.editorial.reframe.CropPlanner, without its simplification of the line. */
export function planCrop(track: Box[], source: { start: number; frames: number }, fps: number, shown: number, wanted: number): Crop {
  const horizontal = shown >= wanted;
  const window = horizontal ? wanted / shown : shown / wanted;
  const step = Math.max(1, Math.round(fps * STEP_SECONDS));
  const still = (edge: number): Crop => ({ horizontal, window: Math.min(1, window), first: source.start, step, edges: [edge] });
  if (window > 0.999) {
    return still(0);
  }
  const samples: number[] = [];
  for (let frame = source.start; frame < source.start + source.frames; frame += step) {
    samples.push(middleAt(track, frame / fps, horizontal, window));
  }
  const middles = samples.map((_, i) => percentile(samples.slice(Math.max(0, i - 2), i + 3), 0.5));
  const low = percentile(middles, 0.05);
  const high = percentile(middles, 0.95);
  const brief = source.frames / fps < SHORTEST_MOVING_SECONDS;
  if (brief || high - low <= COMFORT * window) {
    return still(edgeOf(brief ? percentile(middles, 0.5) : (low + high) / 2, window));
  }
  const path = smooth(follow(middles, (COMFORT / 4) * window));
  const reach = (step / fps) * MAX_SPEED * window;
  const edges = path.map((middle) => edgeOf(middle, window));
  for (let i = 1; i < edges.length; i++) {
    const before = edges[i - 1] ?? 0;
    edges[i] = before + clamp((edges[i] ?? 0) - before, -reach, reach);
  }
  return { horizontal, window, first: source.start, step, edges };
}

/** The edge of the window at a source frame. */
export function edgeAt(crop: Crop, frame: number): number {
  const place = clamp((frame - crop.first) / crop.step, 0, crop.edges.length - 1);
  const index = Math.floor(place);
  const from = crop.edges[index] ?? 0;
  const to = crop.edges[index + 1] ?? from;
  return from + (to - from) * (place - index);
}

function middleAt(track: Box[], seconds: number, horizontal: boolean, window: number): number {
  let before = track[0];
  if (before === undefined) {
    return horizontal ? 0.5 : UNKNOWN_MIDDLE_Y;
  }
  for (const box of track) {
    if (box.timeSeconds >= seconds) {
      const gap = box.timeSeconds - before.timeSeconds;
      const share = gap <= 0 ? 1 : clamp((seconds - before.timeSeconds) / gap, 0, 1);
      return middle(before, horizontal, window) * (1 - share) + middle(box, horizontal, window) * share;
    }
    before = box;
  }
  return middle(before, horizontal, window);
}

function middle(box: Box, horizontal: boolean, window: number): number {
  if (horizontal) {
    return box.left + box.width / 2;
  }
  return box.height > 0.9 * window ? box.top + 0.42 * window : box.top + box.height / 2;
}

function follow(middles: number[], slack: number): number[] {
  let at = middles[0] ?? 0.5;
  return middles.map((wanted) => (at = clamp(at, wanted - slack, wanted + slack)));
}

function smooth(path: number[]): number[] {
  const sigma = SMOOTHING_SECONDS / STEP_SECONDS;
  const reach = Math.ceil(3 * sigma);
  return path.map((_, i) => {
    let sum = 0;
    let weights = 0;
    for (let k = -reach; k <= reach; k++) {
      const weight = Math.exp((-0.5 * k * k) / (sigma * sigma));
      sum += weight * (path[clamp(i + k, 0, path.length - 1)] ?? 0);
      weights += weight;
    }
    return sum / weights;
  });
}

const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);
const edgeOf = (at: number, window: number): number => clamp(at - window / 2, 0, 1 - window);

function percentile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.round(share * (sorted.length - 1))] ?? 0;
}
