// SPDX-License-Identifier: Apache-2.0
import type { Cut, Shot } from "../src/editor/model";

/** A shot for tests. */
export function shot(id: string, frames: number, extra: Partial<Shot> = {}): Shot {
  return {
    id,
    mediaId: `clip-${id}`,
    fileName: `${id}.mp4`,
    source: 10,
    start: 0,
    frames,
    lock: null,
    look: { size: "wide", angle: "front", motion: 0.5, quality: 0.9 },
    confidence: 0.8,
    why: "",
    parts: [],
    runnerUps: [],
    wire: null,
    ...extra,
  };
}

/** A cut at 30 frames a second and 120 beats a minute, tiled by the shots. */
export function cutOfShots(...shots: Shot[]): Cut {
  let start = 0;
  const placed = shots.map((one) => {
    const at = start;
    start += one.frames;
    return { ...one, start: at };
  });
  return {
    jobId: "job",
    projectId: "project",
    revision: 1,
    fps: 30,
    frames: start,
    song: { mediaId: "song", fileName: "song.wav", bpm: 120, start: 8, beats: Array.from({ length: 60 }, (_, i) => i / 2), energy: [], energyHop: 0.1, seconds: 30 },
    shots: placed,
    joins: placed.slice(1).map((one, i) => ({ from: placed[i]?.id ?? "", to: one.id, kind: "cut", onBeat: true, outFrames: 0, inFrames: 0 })),
    deleted: [],
    notes: "",
    styleMatch: null,
  };
}

/** Whether the shots tile the cut without gap or overlap. */
export function isTiled(cut: Cut): boolean {
  let at = 0;
  for (const one of cut.shots) {
    if (one.start !== at || one.frames < 1) {
      return false;
    }
    at += one.frames;
  }
  return at === cut.frames;
}
