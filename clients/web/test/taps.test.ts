// SPDX-License-Identifier: Apache-2.0
import { create } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { correction } from "../src/editor/changes";
import { AnalysisSchema } from "../src/gen/rushes/v1/analysis_pb";
import { findingsOf } from "../src/pages/upload/findings";
import { heardIn, tapped } from "../src/upload/taps";

const all = (times: number[]): number[] => times.reduce<number[]>(tapped, []);

describe("taps along to a song", () => {
  it("need four before they say a tempo", () => {
    expect(heardIn([])).toEqual({ more: 4 });
    expect(heardIn(all([1, 1.5, 2]))).toEqual({ more: 1 });
    expect(heardIn(all([1, 1.5, 2, 2.5]))).toEqual({ bpm: expect.closeTo(120, 3) });
  });

  it("say none while they are uneven", () => {
    expect(heardIn(all([1, 1.5, 2.9, 3.1]))).toEqual({ bpm: null });
  });

  it("begin anew after a rest and where the song was set back", () => {
    expect(all([1, 1.5, 5])).toEqual([5]);
    expect(all([8, 8.5, 2])).toEqual([2]);
  });

  it("leave out a finger that bounced, which the server would refuse", () => {
    expect(all([1, 1.05, 1.5])).toEqual([1, 1.5]);
  });
});

describe("repairs of a song", () => {
  it("are found beside what was heard", () => {
    const outcome = { case: "songAnalysis" as const, value: { bpm: 60, beats: [{ timeSeconds: 1 }] } };
    const found = findingsOf([
      create(AnalysisSchema, { mediaId: "a", outcome, repairedBeats: { bpm: 120, beats: [{ timeSeconds: 1 }, { timeSeconds: 1.5 }], repairCount: 1 } }),
      create(AnalysisSchema, { mediaId: "b", outcome }),
    ]);
    expect(found.songs.get("a")?.bpm).toBe(60);
    expect(found.repairs.get("a")?.bpm).toBe(120);
    expect(found.repairs.has("b")).toBe(false);
  });

  it("say each correction in the words of the contract", () => {
    expect(correction("doubled")).toEqual({ case: "doubled", value: {} });
    expect(correction({ taps: [1, 2] })).toEqual({ case: "taps", value: { offsets: [1, 2] } });
    expect(correction({ nudge: -0.02 })).toEqual({ case: "nudge", value: -0.02 });
    expect(correction({ downbeat: 3 })).toEqual({ case: "downbeatOffset", value: 3 });
  });
});
