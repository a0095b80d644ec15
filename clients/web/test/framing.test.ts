// SPDX-License-Identifier: Apache-2.0
import { create } from "@bufbuild/protobuf";
import { expect, test } from "vitest";
import { framingOf } from "../src/editor/model";
import { CorrectedFramingSchema } from "../src/gen/rushes/v1/analysis_pb";
import { Angle, ShotType } from "../src/gen/rushes/v1/footage_pb";

const seen = { shotType: ShotType.MEDIUM, shotTypeConfidence: 0.6, angle: Angle.SIDE };

test("a clip is what was seen while nobody said anything", () => {
  expect(framingOf(seen, undefined)).toEqual({ size: ShotType.MEDIUM, angle: Angle.SIDE, sure: 0.6, said: { size: false, angle: false }, corrections: 0 });
});

test("what was said is told from what was learned beside it", () => {
  const corrected = create(CorrectedFramingSchema, { shotType: ShotType.WIDE, shotTypeConfidence: 1, angle: Angle.FRONT, angleConfidence: 0.8, correctionCount: 3 });
  expect(framingOf(seen, corrected)).toEqual({ size: ShotType.WIDE, angle: Angle.FRONT, sure: 1, said: { size: true, angle: false }, corrections: 3 });
});
