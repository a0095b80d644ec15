// SPDX-License-Identifier: Apache-2.0
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { byTime, calibrationOf, editingMinutes, flagsOf, instructionsOf, median, type Named, splitsOf } from "../src/analytics/numbers";
import { EditSessionSchema, RedFlag_Severity } from "../src/gen/rushes/v1/session_pb";

function named(edit: string, init: MessageInitShape<typeof EditSessionSchema>): Named {
  return { edit, session: create(EditSessionSchema, { jobId: `job of ${edit}`, ...init }) };
}

describe("numbers", () => {
  it("take the middle", () => {
    expect(median([])).toBeNull();
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
  });

  it("put sessions in order of time", () => {
    const late = named("late", { startTime: { seconds: 9n } });
    const early = named("early", { startTime: { seconds: 5n } });
    expect(byTime([late, early]).map(({ edit }) => edit)).toEqual(["early", "late"]);
  });

  it("read editing time in minutes", () => {
    expect(editingMinutes(named("a", { metrics: { userEditingTime: { seconds: 90n } } }).session)).toBe(1.5);
    expect(editingMinutes(named("a", {}).session)).toBe(0);
  });

  it("gather flags, the severe first", () => {
    const mild = { type: "excessive_regeneration", severity: RedFlag_Severity.MEDIUM, message: "m" };
    const severe = { type: "high_delete_rate", severity: RedFlag_Severity.HIGH, message: "s" };
    const rows = flagsOf([named("a", { redFlags: [mild] }), named("b", { redFlags: [mild, severe] })]);
    expect(rows.map((row) => [row.type, row.severe, row.raised.length])).toEqual([
      ["high_delete_rate", true, 1],
      ["excessive_regeneration", false, 2],
    ]);
    expect(rows[1]?.raised[0]).toEqual({ edit: "a", jobId: "job of a", message: "m", severe: false });
  });

  it("count instructions and the sessions they came in", () => {
    const rows = instructionsOf([
      named("a", { metrics: { regenerateInstructions: ["slow_down", "make_tighter", "make_tighter"] } }),
      named("b", { metrics: { regenerateInstructions: ["make_tighter"] } }),
    ]);
    expect(rows).toEqual([
      { word: "make_tighter", times: 3, sessions: 2 },
      { word: "slow_down", times: 1, sessions: 1 },
    ]);
  });

  it("leave out of the calibration what nobody touched", () => {
    const metrics = { avgAiConfidenceAll: 0.8, clipsKeptPercentage: 100 };
    const points = calibrationOf([
      named("untouched", { firstRevision: 1n, lastRevision: 1n, metrics }),
      named("edited", { firstRevision: 1n, lastRevision: 4n, metrics }),
      named("exported", { firstRevision: 1n, lastRevision: 1n, metrics: { ...metrics, exported: true } }),
    ]);
    expect(points.map((point) => point.edit)).toEqual(["edited", "exported"]);
  });

  it("compare kept with deleted only where both are", () => {
    const rows = splitsOf([
      named("both", { metrics: { avgAiConfidenceKept: 0.8, avgAiConfidenceDeleted: 0.6 } }),
      named("kept", { metrics: { avgAiConfidenceKept: 0.8 } }),
    ]);
    expect(rows).toEqual([{ edit: "both", sessionId: "", kept: 0.8, deleted: 0.6 }]);
  });
});
