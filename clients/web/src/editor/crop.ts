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

const MAX_SPEED = 0.6;
const POSITIONS_A_STEP = 2;
const STEP_SECONDS = 0.1;
const SMOOTHING_SECONDS = 0.25;
const SHORTEST_MOVING_SECONDS = 0.8;
const OFF_MIDDLE = 0.2;
const ROOM = 0.04;
const SECONDS_A_WINDOW = 0.2;
const SECONDS_A_PAN = 0.12;
const POSITION_COST = (MAX_SPEED * SECONDS_A_WINDOW) / POSITIONS_A_STEP;
const UNKNOWN_MIDDLE_Y = 0.45;

/** The crop the renderer takes: the same plan as dev.rushes.editorial.reframe.CropPlanner, without its simplification of the line. */
export function planCrop(track: Box[], source: { start: number; frames: number }, fps: number, shown: number, wanted: number): Crop {
  const horizontal = shown >= wanted;
  const window = Math.min(wanted / shown, shown / wanted);
  const step = Math.max(1, Math.round(fps * STEP_SECONDS));
  const still = (edge: number): Crop => ({ horizontal, window, first: source.start, step, edges: [edge] });
  if (window > 0.999) {
    return { ...still(0), window: 1 };
  }
  if (track.length === 0) {
    return still(clamp((horizontal ? 0.5 : UNKNOWN_MIDDLE_Y) - window / 2, 0, 1 - window));
  }
  const seconds: number[] = [];
  for (let frame = source.start; frame < source.start + source.frames - 1; frame += step) {
    seconds.push(frame / fps);
  }
  seconds.push((source.start + source.frames - 1) / fps);
  const low = middles(seconds.map((at) => valueAt(track, at, (box) => (horizontal ? box.left : box.top))));
  const high = middles(seconds.map((at) => valueAt(track, at, (box) => highEdge(box, horizontal, window))));
  const reach = (step / fps) * MAX_SPEED * window;
  const positions = 1 + Math.max(1, Math.round((1 - window) / (reach / POSITIONS_A_STEP)));
  const place = (position: number): number => ((1 - window) * position) / (positions - 1);
  const losses = low.map((from, i) => lossesOf(from, high[i] ?? from, window, positions));
  const stand = stillest(losses, positions);
  if (source.frames / fps < SHORTEST_MOVING_SECONDS) {
    return still(place(stand));
  }
  const way = cheapestWay(losses, positions);
  if ((gain(losses, stand, way) * step) / fps <= SECONDS_A_PAN) {
    return still(place(stand));
  }
  const edges = smooth(way.map(place));
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

function valueAt(track: Box[], seconds: number, value: (box: Box) => number): number {
  let before = track[0];
  if (before === undefined) {
    return 0;
  }
  for (const box of track) {
    if (box.timeSeconds >= seconds) {
      const gap = box.timeSeconds - before.timeSeconds;
      const share = gap <= 0 ? 1 : clamp((seconds - before.timeSeconds) / gap, 0, 1);
      return value(before) * (1 - share) + value(box) * share;
    }
    before = box;
  }
  return value(before);
}

const highEdge = (box: Box, horizontal: boolean, window: number): number =>
  horizontal ? box.left + box.width : box.top + Math.min(box.height, 0.84 * window);

const middles = (raw: number[]): number[] =>
  raw.map((_, i) => {
    const near = raw.slice(Math.max(0, i - 2), i + 3).toSorted((a, b) => a - b);
    return near[Math.floor(near.length / 2)] ?? 0;
  });

/** What each position of the window costs at one step: 0 all well .. 1.2 all lost. */
function lossesOf(from: number, to: number, window: number, positions: number): number[] {
  const middle = (from + to) / 2;
  const half = Math.min(window / 2, Math.min((to - from) / 2, window / 2) + ROOM * window);
  const low = clamp(middle - half, 0, 1);
  const high = clamp(middle + half, low, 1);
  return Array.from({ length: positions }, (_, k) => {
    const edge = ((1 - window) * k) / (positions - 1);
    const inside = Math.min(high, edge + window) - Math.max(low, edge);
    const lost = 1 - clamp(inside / Math.max(1e-6, high - low), 0, 1);
    const off = Math.min(1, Math.abs(edge + window / 2 - middle) / (window / 2));
    return lost + OFF_MIDDLE * off * off;
  });
}

function stillest(losses: number[][], positions: number): number {
  let best = 0;
  let least = Infinity;
  for (let k = 0; k < positions; k++) {
    const sum = losses.reduce((all, step) => all + (step[k] ?? 0), 0);
    if (sum < least - 1e-9) {
      least = sum;
      best = k;
    }
  }
  return best;
}

const gain = (losses: number[][], stand: number, way: number[]): number =>
  way.reduce((sum, at, i) => {
    const travelled = i === 0 ? 0 : Math.abs(at - (way[i - 1] ?? at));
    return sum + (losses[i]?.[stand] ?? 0) - (losses[i]?.[at] ?? 0) - travelled * POSITION_COST;
  }, 0);

/** The cheapest way of the window, a position for each step (Viterbi 1967). */
function cheapestWay(losses: number[][], positions: number): number[] {
  const from: number[][] = [];
  let cost = losses[0] ?? [];
  for (const step of losses.slice(1)) {
    const origin: number[] = [];
    cost = step.map((loss, k) => {
      let least = Infinity;
      for (let d = -POSITIONS_A_STEP; d <= POSITIONS_A_STEP; d++) {
        const sum = (cost[k + d] ?? Infinity) + Math.abs(d) * POSITION_COST;
        if (sum < least - 1e-12 || (sum <= least + 1e-12 && d === 0)) {
          least = sum;
          origin[k] = k + d;
        }
      }
      return least + loss;
    });
    from.push(origin);
  }
  let at = 0;
  for (let k = 1; k < positions; k++) {
    at = (cost[k] ?? Infinity) < (cost[at] ?? Infinity) ? k : at;
  }
  const way = [at];
  for (const origin of from.toReversed()) {
    at = origin[at] ?? at;
    way.push(at);
  }
  return way.toReversed();
}

/** The path goes on beyond its ends as it came. */
function beyond(path: number[], at: number): number {
  const last = path.length - 1;
  const value = (index: number): number => path[clamp(index, 0, last)] ?? 0;
  if (at < 0) {
    return 2 * value(0) - value(-at);
  }
  return at <= last ? value(at) : 2 * value(last) - value(2 * last - at);
}

function smooth(path: number[]): number[] {
  const sigma = SMOOTHING_SECONDS / STEP_SECONDS;
  const reach = Math.ceil(3 * sigma);
  return path.map((_, i) => {
    let sum = 0;
    let weights = 0;
    for (let k = -reach; k <= reach; k++) {
      const weight = Math.exp((-0.5 * k * k) / (sigma * sigma));
      sum += weight * beyond(path, i + k);
      weights += weight;
    }
    return sum / weights;
  });
}

const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);
