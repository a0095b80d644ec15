// SPDX-License-Identifier: Apache-2.0
import { create } from "@bufbuild/protobuf";
import { beforeEach, describe, expect, test } from "vitest";
import { CommentChangesSchema } from "../src/gen/rushes/v1/comment_pb";
import { apply } from "../src/editor/changes";
import { type Anchor, anchorAt, lengthOf, openCount, pinsOf, placesOf, resetComments, takeChanges, threadsOf, useComments } from "../src/editor/comments";
import { snap, snapPoints } from "../src/editor/grid";
import type { Cut } from "../src/editor/model";
import { cutOfShots, shot } from "./cuts";

const cut = cutOfShots(shot("a", 30), shot("b", 45), shot("c", 15, { source: 50 }), shot("d", 60));
const anchor = anchorAt(cut, 40) as Anchor;

/** The frame of a clip that a cut shows. */
const shownAt = (of: Cut, frame: number): [string, number] => {
  const found = anchorAt(of, frame);
  return [found?.mediaId ?? "", found?.source ?? -1];
};

describe("a comment's place", () => {
  test("is the frame of the clip under the playhead", () => {
    expect(anchor).toEqual({ mediaId: "clip-b", source: 20, frames: 1 });
    expect(placesOf(cut, anchor)).toEqual([{ shot: 1, frame: 40, frames: 1 }]);
    expect(anchorAt(cutOfShots(), 0)).toBeNull();
  });

  test.each([
    ["moved", apply(cut, { kind: "move", shot: "b", after: "d" })],
    ["trimmed at its start", apply(cut, { kind: "trim", shot: "b", edge: "start", by: 5 })],
    ["behind a shot that grew", apply(cut, { kind: "ripple", shot: "a", edge: "end", by: 12 })],
    ["shorter in front of it", apply(cut, { kind: "ripple", shot: "b", edge: "start", by: 4 })],
    ["slipped", apply(cut, { kind: "slip", shot: "b", by: 3 })],
  ])("goes with its shot when that is %s", (_, after) => {
    const [place, ...more] = placesOf(after, anchor);
    expect(more).toEqual([]);
    expect(shownAt(after, place?.frame ?? -1)).toEqual(["clip-b", 20]);
  });

  test("is nowhere when its frame is trimmed away or its shot is gone", () => {
    expect(placesOf(apply(cut, { kind: "trim", shot: "b", edge: "start", by: 11 }), anchor)).toEqual([]);
    expect(placesOf(apply(cut, { kind: "delete", shot: "b", reason: "" }), anchor)).toEqual([]);
  });

  test("of several frames is the part that is shown", () => {
    expect(placesOf(cut, { mediaId: "clip-c", source: 60, frames: 30 })).toEqual([{ shot: 2, frame: 85, frames: 5 }]);
  });
});

describe("what a stream says", () => {
  const said = (commentId: string, second: number, extra: object = {}) => ({
    commentId,
    parentCommentId: "",
    anchor: { mediaId: "clip-b", sourceRange: { startFrame: 20n, frameCount: 1n } },
    text: commentId,
    author: "rita",
    createTime: { seconds: BigInt(second), nanos: 0 },
    ...extra,
  });

  beforeEach(resetComments);

  test("is sorted into threads by place, then those not in the cut", () => {
    takeChanges(
      create(CommentChangesSchema, {
        revision: 4n,
        comments: [
          said("late", 1, { anchor: { mediaId: "clip-d", sourceRange: { startFrame: 15n } } }),
          said("gone", 2, { anchor: { mediaId: "clip-x", sourceRange: { startFrame: 1n } } }),
          said("early", 3),
          said("answer", 4, { parentCommentId: "early" }),
        ],
      }),
    );
    const threads = threadsOf(useComments.getState().comments, cut, "open");
    expect(threads.map(({ comment, replies, place }) => [comment.id, replies.map(({ id }) => id), place?.frame ?? null])).toEqual([
      ["early", ["answer"], 40],
      ["late", [], 95],
      ["gone", [], null],
    ]);
    expect(openCount(useComments.getState().comments)).toBe(3);
  });

  test("takes away what was deleted and hides what is resolved", () => {
    takeChanges(create(CommentChangesSchema, { revision: 2n, comments: [said("a", 1), said("b", 2)] }));
    takeChanges(create(CommentChangesSchema, { revision: 4n, comments: [said("a", 1, { resolver: "ada" })], deletedCommentIds: ["b"] }));
    const { comments, revision } = useComments.getState();
    expect(revision).toBe(4n);
    expect(threadsOf(comments, cut, "open")).toEqual([]);
    expect(threadsOf(comments, cut, "all").map(({ comment }) => comment.resolver)).toEqual(["ada"]);
    expect(openCount(comments)).toBe(0);
  });

  test("is forgotten where a restored server does not know it", () => {
    takeChanges(create(CommentChangesSchema, { revision: 4n, comments: [said("a", 1), said("b", 4)] }));
    takeChanges(create(CommentChangesSchema, { revision: 1n, comments: [said("a", 1)] }));
    const { comments, revision } = useComments.getState();
    expect([...comments.keys()]).toEqual(["a"]);
    expect(revision).toBe(1n);
  });

  test("becomes pins that never touch", () => {
    const at = (id: string, frame: number) => said(id, frame, { anchor: { mediaId: "clip-d", sourceRange: { startFrame: BigInt(frame) } } });
    takeChanges(create(CommentChangesSchema, { revision: 4n, comments: [at("a", 10), at("b", 14), at("c", 25), at("d", 40)] }));
    const pins = pinsOf(threadsOf(useComments.getState().comments, cut, "open"), 12);
    expect(pins.map((pin) => [pin.frame, pin.threads.length])).toEqual([
      [90, 2],
      [105, 1],
      [120, 1],
    ]);
  });
});

test("an edge snaps to a comment where nothing else is near", () => {
  const points = snapPoints([], cut, 0, [{ frame: 52, label: "comment by rita" }]);
  expect(snap(points, 51, 3)?.label).toBe("comment by rita");
});

test("characters are counted, not their halves", () => {
  expect(lengthOf("🎬🎬")).toBe(2);
});
