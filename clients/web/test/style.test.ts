// SPDX-License-Identifier: Apache-2.0
import { create } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { type StyleProfile, StyleProfileSchema } from "../src/gen/rushes/v1/style_profile_pb";
import { beatsWithCut } from "../src/pages/style/beat-row";
import { difference, largest, pairShare, ranked } from "../src/style/difference";
import { csvOf } from "../src/ui/charts/table";

function profile(average: number, closeUps: number, cutsPerBeat: number, quiet = "wide"): StyleProfile {
  return create(StyleProfileSchema, {
    shotPatterns: { avgShotLength: average, shotTypes: { close_up: closeUps, wide: 1 - closeUps } },
    sequencingPatterns: { sameAngleRepeatRate: 0.5 },
    pacingPatterns: { cutsPerBeat },
    energyMatching: {
      highEnergySections: { preferredShotType: "close_up", cutFrequency: "every_beat" },
      lowEnergySections: { preferredShotType: quiet, cutFrequency: "every_4_beats" },
    },
    transitionPreferences: { hard_cut: 0.9, whip_pan: 0.1 },
  });
}

describe("difference", () => {
  it("says what changed, the most telling first", () => {
    expect(difference(profile(1.2, 0.5, 0.5), profile(1.8, 0.4, 0.5))).toEqual([
      "shots 0.6 s shorter",
      "more close-up shots (+10 points)",
      "fewer wide shots (−10 points)",
    ]);
    expect(difference(profile(1.2, 0.5, 0.7, "medium"), profile(1.2, 0.5, 0.5))).toEqual([
      "more cuts: 0.70 per beat",
      "in quiet parts now medium, on every fourth beat",
    ]);
  });

  it("says nothing of what nobody would notice", () => {
    expect(difference(profile(1.21, 0.51, 0.5), profile(1.2, 0.5, 0.5))).toEqual([]);
  });
});

describe("shares", () => {
  it("reads pairs of names that hold underscores", () => {
    expect(pairShare({ close_up_to_close_up: 0.2 }, "close_up", "close_up")).toBe(0.2);
    expect(pairShare({}, "front", "side")).toBe(0);
  });

  it("ranks them", () => {
    expect(largest({ a: 0.1, b: 0.7 })).toEqual({ word: "b", share: 0.7 });
    expect(largest({})).toBeNull();
    expect(ranked({ a: 0.1, b: 0.7 }).map(({ word }) => word)).toEqual(["b", "a"]);
  });
});

describe("beatsWithCut", () => {
  it("starts with a cut and spreads the rest evenly", () => {
    const half = beatsWithCut(0.5);
    expect(half.slice(0, 4)).toEqual([true, false, true, false]);
    expect(beatsWithCut(1).every(Boolean)).toBe(true);
    expect(beatsWithCut(0.25).filter(Boolean)).toHaveLength(4);
  });
});

describe("csvOf", () => {
  it("quotes what needs it and disarms formulas", () => {
    expect(csvOf({ head: ["a", "b"], rows: [["x,\"y\"", 1.5], ["=1+1", -2]] })).toBe('a,b\r\n"x,""y""",1.5\r\n\'=1+1,-2\r\n');
  });
});
