// SPDX-License-Identifier: Apache-2.0
import type { Cut } from "./model";

/** A beat on the timeline, or after its end. Bars count from 1, beats in the bar from 1. */
export interface GridBeat {
  frame: number;
  bar: number;
  beat: number;
}

/** A place an edge snaps to. */
export interface SnapPoint {
  frame: number;
  /** "bar 5 beat 1". */
  label: string;
  rank: number;
}

/**
 * Beats of the cut with their bars. {@code songBeats} are the beats of the whole song with their place in the bar; where they do not fit
 * the beats of the cut, because the tempo was corrected, bars of four are counted from the first beat.
 */
export function gridOf(cut: Cut, songBeats: { timeSeconds: number; barPosition: number }[]): GridBeat[] {
  const song = cut.song;
  if (song === null) {
    return [];
  }
  const positions = song.beats.map((offset) => positionAt(songBeats, song.start + offset));
  const known = positions.filter((position) => position > 0).length > positions.length / 2;
  let bar = 1;
  let last = 0;
  return song.beats.map((offset, index) => {
    const beat = known ? positions[index] || (last % 4) + 1 : (index % 4) + 1;
    if (index > 0 && beat <= last) {
      bar++;
    }
    last = beat;
    return { frame: Math.round(offset * cut.fps), bar, beat };
  });
}

function positionAt(beats: { timeSeconds: number; barPosition: number }[], seconds: number): number {
  let low = 0;
  let high = beats.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((beats[middle]?.timeSeconds ?? 0) < seconds - 0.04) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  const found = beats[low];
  return found !== undefined && Math.abs(found.timeSeconds - seconds) <= 0.04 ? found.barPosition : 0;
}

/** Where edges snap: bars before beats before half beats before cuts before the playhead before comments. */
export function snapPoints(grid: GridBeat[], cut: Cut, playhead: number, comments: { frame: number; label: string }[] = []): SnapPoint[] {
  const points: SnapPoint[] = [];
  grid.forEach((beat, index) => {
    points.push({ frame: beat.frame, label: `bar ${beat.bar} beat ${beat.beat}`, rank: beat.beat === 1 ? 0 : 1 });
    const next = grid[index + 1];
    if (next !== undefined) {
      points.push({ frame: Math.round((beat.frame + next.frame) / 2), label: `bar ${beat.bar} beat ${beat.beat}½`, rank: 2 });
    }
  });
  cut.shots.forEach((shot, index) => points.push({ frame: shot.start, label: `cut into shot ${index + 1}`, rank: 3 }));
  points.push({ frame: playhead, label: "playhead", rank: 4 });
  comments.forEach(({ frame, label }) => points.push({ frame, label, rank: 5 }));
  return points;
}

/** The point an edge at {@code frame} catches within {@code reach} frames: of those in reach the highest in rank, then the nearest. */
export function snap(points: SnapPoint[], frame: number, reach: number): SnapPoint | null {
  let best: SnapPoint | null = null;
  for (const point of points) {
    const distance = Math.abs(point.frame - frame);
    if (distance > reach) {
      continue;
    }
    // Half the reach is worth one rank: a near beat wins over a bar at the rim.
    const cost = distance + (point.rank * reach) / 2;
    if (best === null || cost < Math.abs(best.frame - frame) + (best.rank * reach) / 2) {
      best = point;
    }
  }
  return best;
}

/** The beat at or before a frame. */
export function beatAt(grid: GridBeat[], frame: number): GridBeat | null {
  let found: GridBeat | null = null;
  for (const beat of grid) {
    if (beat.frame > frame) {
      break;
    }
    found = beat;
  }
  return found;
}

/** The bar at a frame as a range, null before the first beat. The grid goes on after the cut of so many {@code frames}, the range does not. */
export function barAt(grid: GridBeat[], frame: number, frames: number): { from: number; to: number } | null {
  const beat = beatAt(grid, Math.min(frame, frames - 1));
  if (beat === null) {
    return null;
  }
  const first = grid.find((other) => other.bar === beat.bar) ?? beat;
  const next = grid.find((other) => other.bar === beat.bar + 1);
  return { from: first.frame, to: Math.min(next?.frame ?? frames, frames) };
}

/** A range widened to the beats around it. The grid goes on after the cut of so many {@code frames}, the range does not. */
export function onBeats(range: { from: number; to: number }, grid: GridBeat[], frames: number): { from: number; to: number } {
  const from = beatAt(grid, range.from)?.frame ?? range.from;
  const to = grid.find((beat) => beat.frame >= range.to)?.frame ?? range.to;
  return { from, to: Math.min(to, frames) };
}
