// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import { keepInside, loudestStart, outlineOf, snap, step } from "../src/upload/song";

const BEATS = [0.5, 1, 1.5, 2, 2.5, 3].map((timeSeconds, index) => ({ timeSeconds, barPosition: (index % 4) + 1 }));

describe("song", () => {
  it("finds the loudest stretch", () => {
    const sound = new Float32Array(1000).map((_, i) => (i >= 600 && i < 800 ? 0.9 : 0.1) * (i % 2 === 0 ? 1 : -1));
    const outline = outlineOf([sound], 100, 100);
    expect(outline.peaks[65]).toBeCloseTo(0.9);
    expect(loudestStart(outline, 20)).toBeCloseTo(60);
    expect(loudestStart(outline, 200)).toBe(0);
  });

  it("keeps the window inside the song", () => {
    expect(keepInside(-3, 30, 100)).toBe(0);
    expect(keepInside(90, 30, 100)).toBe(70);
    expect(keepInside(5, 30, 20)).toBe(0);
  });

  it("prefers downbeats, then beats, and leaves what is far from both", () => {
    expect(snap(2.4, BEATS, 0.2)).toBe(2.5);
    expect(snap(0.8, BEATS, 0.4)).toBe(0.5);
    expect(snap(1.1, BEATS, 0.2)).toBe(1);
    expect(snap(9, BEATS, 0.2)).toBe(9);
  });

  it("steps by beats and bars, and by time where there are none", () => {
    expect(step(1, BEATS, true, false)).toBe(1.5);
    expect(step(1, BEATS, true, true)).toBe(2.5);
    expect(step(1, BEATS, false, true)).toBe(0.5);
    expect(step(1, [], true, false)).toBe(1.5);
  });
});
