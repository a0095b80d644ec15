// SPDX-License-Identifier: Apache-2.0
import { expect, test } from "vitest";
import { edgeAt, planCrop } from "../src/editor/crop";

const box = (timeSeconds: number, left: number) => ({ timeSeconds, left, top: 0.2, width: 0.1, height: 0.6 });

test("a clip of the wanted shape is shown whole", () => {
  expect(planCrop([], { start: 0, frames: 60 }, 30, 9 / 16, 9 / 16)).toMatchObject({ window: 1, edges: [0] });
});

test("without a subject the middle is shown", () => {
  const crop = planCrop([], { start: 0, frames: 60 }, 30, 16 / 9, 9 / 16);
  expect(crop.window).toBeCloseTo(0.3164, 3);
  expect(edgeAt(crop, 30)).toBeCloseTo(0.5 - crop.window / 2, 6);
});

test("a subject at the rim is inside, and so is the window", () => {
  const crop = planCrop([box(0, 0.9)], { start: 0, frames: 60 }, 30, 16 / 9, 9 / 16);
  expect(edgeAt(crop, 0) + crop.window).toBeCloseTo(1, 6);
});

test("a subject that walks through is followed, slowly", () => {
  const crop = planCrop([box(0, 0.05), box(4, 0.85)], { start: 0, frames: 120 }, 30, 16 / 9, 9 / 16);
  expect(edgeAt(crop, 119)).toBeGreaterThan(edgeAt(crop, 0) + 0.3);
  for (let frame = 1; frame < 120; frame++) {
    expect(Math.abs(edgeAt(crop, frame) - edgeAt(crop, frame - 1))).toBeLessThanOrEqual((0.6 * crop.window) / 30 + 1e-9);
  }
});

test("a still window is where most of the subject is, not where its middle is", () => {
  const track = [box(0, 0.2), box(1.7, 0.2), box(1.75, 0.8), box(2, 0.8)];
  const crop = planCrop(track, { start: 0, frames: 60 }, 30, 16 / 9, 9 / 16);
  expect(edgeAt(crop, 0)).toBeLessThan(0.2);
  expect(edgeAt(crop, 0) + crop.window).toBeGreaterThan(0.3);
});
