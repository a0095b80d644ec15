// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from "vitest";
import { apply, type Change, freed, isSoft, shaped, wire } from "../src/editor/changes";
import { Edit_Edge } from "../src/gen/rushes/v1/edit_pb";
import { cutOfShots, isTiled, shot } from "./cuts";

const cut = cutOfShots(shot("a", 30), shot("b", 45), shot("c", 15), shot("d", 60));
const ids = (of: { shots: { id: string }[] }): string => of.shots.map((one) => one.id).join("");

describe("apply", () => {
  test.each<[Change, string]>([
    [{ kind: "move", shot: "a", after: "c" }, "bcad"],
    [{ kind: "move", shot: "d", after: null }, "dabc"],
    [{ kind: "move", shot: "b", after: "a" }, "abcd"],
    [{ kind: "move", shot: "b", after: "b" }, "abcd"],
    [{ kind: "move", shot: "gone", after: "b" }, "abcd"],
    [{ kind: "delete", shot: "b", reason: "" }, "acd"],
    [{ kind: "insert", piece: { mediaId: "m", fileName: "m", source: 0, frames: 20, shotId: "n" }, after: "b" }, "abncd"],
  ])("%o gives %s", (change, order) => {
    const after = apply(cut, change);
    expect(ids(after)).toBe(order);
    expect(isTiled(after)).toBe(true);
  });

  test("a trim takes from the neighbour and keeps the length", () => {
    const after = apply(cut, { kind: "trim", shot: "b", edge: "end", by: 6 });
    expect(after.shots.map((one) => one.frames)).toEqual([30, 51, 9, 60]);
    expect(after.shots[2]?.source).toBe(16);
    expect(after.frames).toBe(cut.frames);
  });

  test("a trim never leaves a shot without a frame", () => {
    const after = apply(cut, { kind: "trim", shot: "c", edge: "end", by: -40 });
    expect(after.shots[2]?.frames).toBe(1);
    expect(isTiled(after)).toBe(true);
  });

  test("a ripple at the start uncovers or hides frames and shifts the rest", () => {
    const after = apply(cut, { kind: "ripple", shot: "b", edge: "start", by: 5 });
    expect(after.shots[1]).toMatchObject({ source: 15, frames: 40, start: 30 });
    expect(after.frames).toBe(cut.frames - 5);
  });

  test("any run of changes stays tiled", () => {
    let state = 7;
    const next = (below: number): number => (state = (state * 48271) % 2147483647) % below;
    let now = cut;
    for (let i = 0; i < 500; i++) {
      const pick = (): string => now.shots[next(now.shots.length)]?.id ?? "a";
      const changes: Change[] = [
        { kind: "move", shot: pick(), after: next(3) === 0 ? null : pick() },
        { kind: "trim", shot: pick(), edge: next(2) === 0 ? "start" : "end", by: next(80) - 40 },
        { kind: "ripple", shot: pick(), edge: next(2) === 0 ? "start" : "end", by: next(80) - 40 },
        { kind: "insert", piece: { mediaId: "m", fileName: "m", source: 0, frames: 1 + next(30), shotId: `n${i}` }, after: pick() },
        ...(now.shots.length > 2 ? [{ kind: "delete" as const, shot: pick(), reason: "" }] : []),
      ];
      now = apply(now, changes[next(changes.length)] as Change);
      expect(isTiled(now)).toBe(true);
    }
  });
});

describe("locks", () => {
  const byHand = { by: "mia", reason: "user_reordered", note: "" };
  const padlock = { by: "mia", reason: "user_locked", note: "" };

  test("a lock from shaping is soft for whoever shaped, the padlock never", () => {
    expect(isSoft(byHand, "mia")).toBe(true);
    expect(isSoft(byHand, "tom")).toBe(false);
    expect(isSoft(padlock, "mia")).toBe(false);
  });

  test("soft locks in the way are opened first, and a neighbour's is put back", () => {
    const held = cutOfShots(shot("a", 30), shot("b", 45, { lock: byHand }), shot("c", 15, { lock: byHand }));
    expect(freed(held, { kind: "trim", shot: "b", edge: "end", by: 3 }, "mia").map((change) => `${change.kind} ${"shot" in change ? change.shot : ""}`)).toEqual([
      "unlock b",
      "unlock c",
      "trim b",
      "lock c",
    ]);
  });

  test("a padlock stays shut", () => {
    const held = cutOfShots(shot("a", 30), shot("b", 45, { lock: padlock }));
    expect(freed(held, { kind: "delete", shot: "b", reason: "" }, "mia")).toHaveLength(1);
    expect(freed(held, { kind: "delete", shot: "b", reason: "" }, "mia", true)).toHaveLength(1);
  });

  test("what somebody else shaped is opened only by who decided to stand over it", () => {
    const held = cutOfShots(shot("a", 30), shot("b", 45, { lock: { ...byHand, by: "ben" } }));
    const slip: Change = { kind: "slip", shot: "b", by: 1 };
    expect(freed(held, slip, "mia")).toEqual([slip]);
    expect(freed(held, slip, "mia", true)).toEqual([{ kind: "unlock", shot: "b" }, slip]);
  });

  test("a shot shaped by hand counts as locked for that hand before the server says so", () => {
    expect(freed([{ kind: "slip", shot: "b", by: 1 } as Change].reduce(shaped, cut), { kind: "slip", shot: "b", by: 1 }, "mia")).toHaveLength(2);
  });
});

test("changes are said in the words of the contract", () => {
  expect(wire({ kind: "move", shot: "a", after: null }).kind).toMatchObject({ case: "move", value: { place: { place: { case: "atStart", value: true } } } });
  expect(wire({ kind: "trim", shot: "a", edge: "start", by: -3 }).kind).toMatchObject({ case: "trim", value: { edge: Edit_Edge.START, frameCount: -3n } });
});
