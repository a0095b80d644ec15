// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from "vitest";
import { gridOf } from "../src/editor/grid";
import { marksOf, nextMark } from "../src/editor/marks";
import type { Cut } from "../src/editor/model";
import { cutOfShots, shot } from "./cuts";

const parts = [{ name: "quality", value: 1 }];
const side = { size: "wide", angle: "side", motion: 0.5, quality: 0.9 };
const found = (cut: Cut): string[] => marksOf(cut, gridOf(cut, [])).map((mark) => `${mark.kind} ${mark.shotId}`);

describe("marks", () => {
  test("a shot much longer than the others is long, in a cut of long shots none is", () => {
    expect(found(cutOfShots(shot("a", 30), shot("b", 90, { look: side }), shot("c", 30)))).toEqual(["long b"]);
    expect(found(cutOfShots(shot("a", 90), shot("b", 100, { look: side }), shot("c", 90)))).toEqual([]);
  });

  test("a shot of two seconds is not long however short the others are", () => {
    expect(found(cutOfShots(shot("a", 10), shot("b", 60, { look: side }), shot("c", 10)))).toEqual([]);
  });

  test("a cut that misses the beat says by how much", () => {
    const cut = cutOfShots(shot("a", 33), shot("b", 30, { look: side }));
    const off = { ...cut, joins: cut.joins.map((join) => ({ ...join, onBeat: false })) };
    expect(marksOf(off, gridOf(off, []))).toEqual([{ kind: "offBeat", shotId: "b", at: 1, frame: 33, near: { seconds: 0.1, bar: 1, beat: 3 } }]);
    expect(found({ ...off, song: null })).toEqual([]);
    const ended = { ...off, song: off.song && { ...off.song, beats: [0, 0.5] } };
    expect(marksOf(ended, gridOf(ended, []))).toMatchObject([{ kind: "offBeat", near: null }]);
  });

  test("the third shot of the same size and angle is marked once, however long the run", () => {
    const same = ["a", "b", "c", "d", "e"].map((id) => shot(id, 30));
    expect(found(cutOfShots(...same))).toEqual(["same c"]);
    expect(found(cutOfShots(shot("a", 30), shot("b", 30), shot("x", 30, { look: side }), shot("c", 30), shot("d", 30)))).toEqual([]);
  });

  test("what the machine doubts is marked unless a person placed or locked it", () => {
    const doubted = { confidence: 0.5, parts };
    const lock = { by: "me", reason: "user_locked", note: "" };
    expect(found(cutOfShots(shot("a", 30, doubted), shot("b", 30, { confidence: 0, parts: [], look: side }), shot("c", 30, { ...doubted, lock })))).toEqual(["doubt a"]);
  });

  test("going on from the last mark begins again at the first", () => {
    const cut = cutOfShots(shot("a", 30, { confidence: 0.5, parts }), shot("b", 30, { look: side }), shot("c", 30, { confidence: 0.6, parts }));
    const marks = marksOf(cut, []);
    expect(nextMark(marks, 0, 1)?.shotId).toBe("c");
    expect(nextMark(marks, 60, 1)?.shotId).toBe("a");
    expect(nextMark(marks, 0, -1)?.shotId).toBe("c");
    expect(nextMark([], 0, 1)).toBeNull();
  });
});
