// SPDX-License-Identifier: Apache-2.0
import { useEffect, useState } from "react";
import { type Generation, Generation_State } from "../../gen/rushes/v1/generation_pb";
import { generations, reasonOf, timelines } from "../../lib/api";
import { type Link, watch } from "../../lib/watch";
import { draftHere } from "../../upload/drafts";
import { leaveSongStart, takeSongStart } from "../../upload/song";

/** A generation as it comes in. */
export interface Followed {
  generation: Generation | null;
  link: Link;
  failure: string | null;
}

/** Follows a generation to its end, through broken connections. */
export function useGeneration(generationId: string): Followed {
  const [followed, setFollowed] = useState<Followed>({ generation: null, link: "connecting", failure: null });
  useEffect(() => {
    const end = new AbortController();
    void watch(
      {
        open: (lastKnownRevision, signal) => generations.watchGeneration({ generationId, lastKnownRevision }, { signal }),
        onStep: ({ generation }) => {
          if (generation !== undefined) {
            setFollowed((before) => ({ ...before, generation }));
          }
        },
        onLink: (link) => setFollowed((before) => ({ ...before, link })),
        onFailure: (error) => setFollowed((before) => ({ ...before, failure: reasonOf(error) })),
      },
      end.signal,
    );
    return () => end.abort();
  }, [generationId]);
  return followed;
}

export function isOver(generation: Generation | null): boolean {
  return [Generation_State.SUCCEEDED, Generation_State.FAILED, Generation_State.CANCELLED].includes(
    generation?.state ?? Generation_State.UNSPECIFIED,
  );
}

/** Moves the song under a new cut to where a person wanted it; does nothing when nobody chose. */
export async function applySongStart(jobId: string, revision: bigint): Promise<void> {
  const startOffset = takeSongStart(jobId);
  if (startOffset === null) {
    return;
  }
  // Taken before the answer, so that it is asked for once.
  leaveSongStart(jobId, null);
  await timelines.applyEdits({
    jobId,
    revision,
    edits: [{ kind: { case: "setSongOffset", value: { startOffset } } }],
    requestId: crypto.randomUUID(),
    omitTimeline: true,
    rebase: true,
  });
}

/** How many files of the edit this tab still sends. */
export function useSending(jobId: string): number {
  const count = (): number =>
    draftHere(jobId)?.store.getState().items.filter((item) => ["reading", "queued", "sending"].includes(item.phase)).length ?? 0;
  const [many, setMany] = useState(count);
  useEffect(() => draftHere(jobId)?.store.subscribe(() => setMany(count())), [jobId]);
  return many;
}
