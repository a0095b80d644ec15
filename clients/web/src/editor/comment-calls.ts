// SPDX-License-Identifier: Apache-2.0
import { comments } from "../lib/api";
import { type Anchor, takeAway, takeOne, useComments } from "./comments";

/** Says something of frames of a clip; {@code requestId} makes sure that it is said once, however often it is sent. */
export async function say(jobId: string, anchor: Anchor, text: string, requestId: string): Promise<void> {
  const { mediaId, source, frames } = anchor;
  const made = await comments.createComment({
    comment: { jobId, anchor: { mediaId, sourceRange: { startFrame: BigInt(source), frameCount: BigInt(frames) } }, text },
    requestId,
  });
  takeOne(made);
  useComments.setState({ active: made.commentId });
}

export async function answer(jobId: string, parentCommentId: string, text: string, requestId: string): Promise<void> {
  takeOne(await comments.createComment({ comment: { jobId, parentCommentId, text }, requestId }));
}

export async function settle(commentId: string, resolved: boolean): Promise<void> {
  takeOne(resolved ? await comments.resolveComment({ commentId }) : await comments.reopenComment({ commentId }));
}

export async function remove(commentId: string): Promise<void> {
  await comments.deleteComment({ commentId });
  takeAway(commentId);
}
