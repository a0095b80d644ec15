// SPDX-License-Identifier: Apache-2.0
import { timestampMs } from "@bufbuild/protobuf/wkt";
import { create } from "zustand";
import { Role } from "../gen/rushes/v1/account_service_pb";
import type { Comment as WireComment, CommentChanges } from "../gen/rushes/v1/comment_pb";
import { type Cut, shotIndexAt } from "./model";

/** Longest comment in characters (contract). */
export const MOST_CHARACTERS = 2000;

/** Frames of a clip; what a comment is about. */
export interface Anchor {
  mediaId: string;
  source: number;
  frames: number;
}

export interface Comment {
  id: string;
  parentId: string | null;
  anchor: Anchor;
  text: string;
  author: string;
  own: boolean;
  /** Milliseconds since 1970. */
  at: number;
  resolver: string | null;
}

/** Where a comment's frames stand in a cut: place of the shot and frames of the timeline. */
export interface Place {
  shot: number;
  frame: number;
  frames: number;
}

/** A comment with its replies, oldest first, and its first place in the cut; null when it is not in it. */
export interface Thread {
  comment: Comment;
  replies: Comment[];
  place: Place | null;
}

/** Threads whose pins would touch, drawn as one. */
export interface Pin {
  threads: Thread[];
  frame: number;
}

interface CommentState {
  comments: Map<string, Comment>;
  /** Newest revision of the job's comments that is known. */
  revision: bigint;
  /** What the inspector shows. */
  tab: "details" | "comments";
  filter: "open" | "all";
  /** The comment that was jumped to last. */
  active: string | null;
  /** Rises whenever somebody wants to write at the playhead. */
  writing: number;
  mayEdit: boolean;
}

const initial = (): CommentState => ({ comments: new Map(), revision: 0n, tab: "details", filter: "open", active: null, writing: 0, mayEdit: false });

export const useComments = create<CommentState>(initial);

export function resetComments(): void {
  useComments.setState(initial());
}

/** Whoever may edit may also delete what others said. */
export function setRole(role: Role): void {
  useComments.setState({ mayEdit: role === Role.LEAD || role === Role.CREATOR || role === Role.ADMIN });
}

/** Takes what a stream says changed; changes of an earlier revision are all there is, because the server was restored from a backup. */
export function takeChanges(changes: CommentChanges): void {
  useComments.setState((state) => {
    const comments = changes.revision < state.revision ? new Map<string, Comment>() : new Map(state.comments);
    changes.comments.forEach((comment) => comments.set(comment.commentId, commentOf(comment)));
    changes.deletedCommentIds.forEach((id) => comments.delete(id));
    return { comments, revision: changes.revision };
  });
}

function commentOf(comment: WireComment): Comment {
  const range = comment.anchor?.sourceRange;
  return {
    id: comment.commentId,
    parentId: comment.parentCommentId === "" ? null : comment.parentCommentId,
    anchor: {
      mediaId: comment.anchor?.mediaId ?? "",
      source: Number(range?.startFrame ?? 0n),
      frames: Math.max(1, Number(range?.frameCount ?? 1n)),
    },
    text: comment.text,
    author: comment.author,
    own: comment.own,
    at: comment.createTime === undefined ? 0 : timestampMs(comment.createTime),
    resolver: comment.resolver === "" ? null : comment.resolver,
  };
}

/** The frame of a clip that a cut shows at {@code frame}; null for an empty cut. */
export function anchorAt(cut: Cut, frame: number): Anchor | null {
  const shot = cut.shots[shotIndexAt(cut, frame)];
  if (shot === undefined) {
    return null;
  }
  const inside = Math.min(Math.max(0, frame - shot.start), shot.frames - 1);
  return { mediaId: shot.mediaId, source: shot.source + inside, frames: 1 };
}

/** Where frames of a clip stand in a cut, in its order; the contract's Comment.places, for the cut at hand. */
export function placesOf(cut: Cut, anchor: Anchor): Place[] {
  return cut.shots.flatMap((shot, index) => {
    const from = Math.max(anchor.source, shot.source);
    const to = Math.min(anchor.source + anchor.frames, shot.source + shot.frames);
    return shot.mediaId === anchor.mediaId && from < to ? [{ shot: index, frame: shot.start + from - shot.source, frames: to - from }] : [];
  });
}

/** Comments with their replies: those in the cut by place, then the others, each oldest first. */
export function threadsOf(comments: Map<string, Comment>, cut: Cut, filter: "open" | "all"): Thread[] {
  const all = [...comments.values()].toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  return all
    .filter((comment) => comment.parentId === null && (filter === "all" || comment.resolver === null))
    .map((comment) => ({
      comment,
      replies: all.filter((other) => other.parentId === comment.id),
      place: placesOf(cut, comment.anchor)[0] ?? null,
    }))
    .toSorted((a, b) => (a.place?.frame ?? Number.MAX_SAFE_INTEGER) - (b.place?.frame ?? Number.MAX_SAFE_INTEGER));
}

/** Pins of the threads in the cut; those nearer than {@code room} frames to the first of a pin join it, so that no two touch. */
export function pinsOf(threads: Thread[], room: number): Pin[] {
  const pins: Pin[] = [];
  for (const thread of threads) {
    const last = pins.at(-1);
    if (thread.place === null) {
      continue;
    }
    if (last !== undefined && thread.place.frame - last.frame < room) {
      last.threads.push(thread);
    } else {
      pins.push({ threads: [thread], frame: thread.place.frame });
    }
  }
  return pins;
}

export const openCount = (comments: Map<string, Comment>): number =>
  [...comments.values()].filter((comment) => comment.parentId === null && comment.resolver === null).length;

/** Characters as the server counts them. */
export const lengthOf = (text: string): number => [...text].length;

/** Opens the place to write. */
export function beginWriting(): void {
  useComments.setState((state) => ({ tab: "comments", writing: state.writing + 1 }));
}

/** Takes one comment as the server answered it; the stream tells it again. */
export function takeOne(comment: WireComment): void {
  useComments.setState((state) => ({ comments: new Map(state.comments).set(comment.commentId, commentOf(comment)) }));
}

/** Takes a comment away with its replies. */
export function takeAway(commentId: string): void {
  useComments.setState((state) => ({
    comments: new Map([...state.comments].filter(([id, comment]) => id !== commentId && comment.parentId !== commentId)),
  }));
}
