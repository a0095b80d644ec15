// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from "vitest";
import { barAt, beatAt, gridOf, onBeats, snap, snapPoints } from "../src/editor/grid";
import { dragEdge, moveTo, slipBy } from "../src/editor/strip-drag";
import { tempoOfTaps } from "../src/editor/tempo";
import { cutOfShots, shot } from "./cuts";

const cut = cutOfShots(shot("a", 30), shot("b", 45), shot("c", 15, { source: 50 }), shot("d", 60));
const songBeats = Array.from({ length: 80 }, (_, i) => ({ timeSeconds: i / 2, barPosition: (i % 3) + 1 }));

describe("bars", () => {
  test("come from the song where its beats are the cut's", () => {
    const grid = gridOf(cut, songBeats);
    // The excerpt begins at beat 16 of the song, the second of a bar of three.
    expect(grid.slice(0, 4)).toEqual([
      { frame: 0, bar: 1, beat: 2 },
      { frame: 15, bar: 1, beat: 3 },
      { frame: 30, bar: 2, beat: 1 },
      { frame: 45, bar: 2, beat: 2 },
    ]);
  });

  test("are counted in fours where the tempo was corrected", () => {
    const grid = gridOf(cut, songBeats.map((beat) => ({ ...beat, timeSeconds: beat.timeSeconds + 0.2 })));
    expect(grid[4]).toEqual({ frame: 60, bar: 2, beat: 1 });
  });

  test("the beat at a frame is the last begun", () => {
    expect(beatAt(gridOf(cut, []), 44)?.frame).toBe(30);
  });
});

describe("snapping", () => {
  const points = snapPoints(gridOf(cut, []), cut, 200);

  test("says where: the first beat of the third bar", () => {
    expect(snap(points, 121, 4)).toMatchObject({ frame: 120, label: "bar 3 beat 1" });
  });

  test("leaves alone what is out of reach", () => {
    expect(snap(points, 126, 1)).toBeNull();
  });

  test("an edge goes to the beat", () => {
    const drag = dragEdge(cut, "b", "end", -13, { ripple: false, points, reach: 4, clipFrames: () => 1000 });
    expect(drag.stopped).toBe(false);
    expect(drag.change).toEqual({ kind: "trim", shot: "b", edge: "end", by: -15 });
    expect(drag.caught?.label).toBe("bar 2 beat 1");
  });

  test("an edge never leaves the clip, whatever beat is there", () => {
    const drag = dragEdge(cut, "b", "end", 20, { ripple: false, points, reach: 0, clipFrames: () => 58 });
    expect(drag.stopped).toBe(true);
    expect(drag.change).toEqual({ kind: "trim", shot: "b", edge: "end", by: 3 });
    expect(drag.caught).toBeNull();
  });

  test("an edge leaves a dissolve the frames it shows of both clips", () => {
    const dissolved = { ...cut, joins: cut.joins.map((join) => (join.from === "b" && join.to === "c" ? { ...join, kind: "dissolve" as const, outFrames: 4, inFrames: 4 } : join)) };
    const options = { ripple: false, points: [], reach: 0, clipFrames: () => 68 };
    expect(dragEdge(cut, "b", "end", 20, options).change).toMatchObject({ by: 13 });
    expect(dragEdge(dissolved, "b", "end", 20, options).change).toMatchObject({ by: 9 });
    const late = { ...dissolved, shots: dissolved.shots.map((other) => (other.id === "c" ? { ...other, source: 7 } : other)) };
    expect(dragEdge(late, "b", "end", -7, options)).toMatchObject({ change: { by: -3 }, stopped: true });
    expect(dragEdge(late, "c", "start", -7, { ...options, ripple: true }).change).toMatchObject({ by: -3 });
    const spent = { ...late, shots: late.shots.map((other) => (other.id === "c" ? { ...other, source: 2 } : other)) };
    expect(dragEdge(spent, "b", "end", -7, options).change).toBeNull();
  });

  test("the outer edge of the cut ripples", () => {
    expect(dragEdge(cut, "d", "end", -9, { ripple: false, points: [], reach: 0, clipFrames: () => 1000 }).change).toMatchObject({ kind: "ripple", edge: "end", by: -9 });
  });
});

test("a moved shot goes behind the last whose middle was passed", () => {
  expect(moveTo(cut, "a", 0)).toEqual({ kind: "move", shot: "a", after: null });
  expect(moveTo(cut, "a", 50)).toEqual({ kind: "move", shot: "a", after: "b" });
  expect(moveTo(cut, "a", 10_000)).toEqual({ kind: "move", shot: "a", after: "d" });
});

test("a slip stays inside the clip", () => {
  expect(slipBy(cut, "a", 50, () => 100)).toEqual({ kind: "slip", shot: "a", by: -10 });
  expect(slipBy(cut, "a", -500, () => 100)).toEqual({ kind: "slip", shot: "a", by: 60 });
});

describe("taps", () => {
  test("find tempo and beat through uneven hands", () => {
    const taps = [10.01, 10.49, 11.02, 11.5, 12.0];
    const found = tempoOfTaps(taps);
    expect(found?.bpm).toBeCloseTo(120, -0.5);
    expect(found?.firstBeat).toBeCloseTo(10, 1);
  });

  test("too few or too uneven mean nothing", () => {
    expect(tempoOfTaps([1, 2])).toBeNull();
    expect(tempoOfTaps([1, 1.5, 3.5, 4])).toBeNull();
  });
});

describe("a range by hand", () => {
  const grid = [0, 15, 30, 45, 60].map((frame, index) => ({ frame, bar: 1, beat: index + 1 }));

  test("goes to the beats around it", () => {
    expect(onBeats({ from: 17, to: 29 }, grid, 50)).toEqual({ from: 15, to: 30 });
  });

  test("ends with the cut, though the beats go on", () => {
    expect(onBeats({ from: 17, to: 50 }, grid, 50)).toEqual({ from: 15, to: 50 });
  });
});

describe("a bar", () => {
  const grid = [0, 15, 30, 45, 60, 75, 90, 105, 120].map((frame, index) => ({ frame, bar: Math.floor(index / 4) + 1, beat: (index % 4) + 1 }));

  test("reaches to the next, or to the end of the cut", () => {
    expect(barAt(grid, 20, 100)).toEqual({ from: 0, to: 60 });
    expect(barAt(grid, 70, 100)).toEqual({ from: 60, to: 100 });
  });

  test("at the end of a cut is its last one, not the one after", () => {
    expect(barAt(grid, 120, 120)).toEqual({ from: 60, to: 120 });
  });

  test("is none before the first beat", () => {
    expect(barAt(grid.slice(4), 20, 100)).toBeNull();
  });
});
