// SPDX-License-Identifier: Apache-2.0
import { create } from "@bufbuild/protobuf";
import { expect, test } from "vitest";
import { acceptance, offeredCut, partsOf } from "../src/editor/offer";
import { ProposalSchema } from "../src/gen/rushes/v1/proposal_pb";
import { ShotSchema } from "../src/gen/rushes/v1/timeline_pb";
import { cutOfShots, isTiled, shot } from "./cuts";

const wireShot = (id: string, frames: number, media = `clip-${id}`, source = 10) =>
  create(ShotSchema, {
    shotId: id,
    mediaId: media,
    sourceRange: { startFrame: BigInt(source), frameCount: BigInt(frames) },
    recordRange: { frameCount: BigInt(frames) },
  });

const cut = cutOfShots(
  shot("a", 30),
  shot("b", 45, { wire: wireShot("b", 45) }),
  shot("c", 15, { wire: wireShot("c", 15) }),
  shot("d", 60, { wire: wireShot("d", 60) }),
  shot("e", 30),
);
// b and c become three shots with no cut point in common; d is cut in two.
const proposal = create(ProposalSchema, {
  proposalId: "p",
  firstShotId: "b",
  lastShotId: "d",
  shots: [wireShot("x", 20), wireShot("y", 20), wireShot("z", 20), wireShot("d", 30), wireShot("w", 30)],
});

test("parts lie between the cut points both share", () => {
  const parts = partsOf(cut, proposal);
  expect(parts.map((part) => [part.from, part.to, part.standing.length, part.offered.length])).toEqual([
    [30, 90, 2, 3],
    [90, 150, 1, 2],
  ]);
});

test("a refused part stays as it stands", () => {
  const after = offeredCut(cut, proposal, new Set([30]));
  expect(after.shots.map((one) => one.id)).toEqual(["a", "b", "c", "d", "w", "e"]);
  expect(isTiled(after)).toBe(true);
  expect(after.frames).toBe(cut.frames);
});

test("the edit that takes it is as long as the section", () => {
  const edit = acceptance(cut, proposal, new Set([30]));
  if (edit.kind.case !== "acceptProposal") {
    throw new Error(edit.kind.case);
  }
  const frames = edit.kind.value.shots.map((one) => Number(one.recordRange?.frameCount));
  expect(frames.reduce((sum, many) => sum + many, 0)).toBe(120);
  expect(edit.kind.value.shots.map((one) => Number(one.recordRange?.startFrame))).toEqual([30, 75, 90, 120]);
});

test("a proposal for shots that are gone has no parts", () => {
  expect(partsOf(cutOfShots(shot("a", 30)), proposal)).toEqual([]);
});
