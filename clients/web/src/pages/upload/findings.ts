// SPDX-License-Identifier: Apache-2.0
import { createConnectQueryKey, useQuery, useTransport } from "@connectrpc/connect-query";
import { useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { type Analysis, Analysis_State } from "../../gen/rushes/v1/analysis_pb";
import { AnalysisService } from "../../gen/rushes/v1/analysis_service_pb";
import type { MediaPreview } from "../../gen/rushes/v1/media_preview_pb";
import { MediaPreview_State } from "../../gen/rushes/v1/media_preview_pb";
import { MediaService } from "../../gen/rushes/v1/media_service_pb";
import type { RepairedBeats, SongAnalysis } from "../../gen/rushes/v1/song_pb";

/** What the server found in the files so far, by media id. */
export interface Findings {
  rejections: Map<string, string>;
  seconds: Map<string, number>;
  songs: Map<string, SongAnalysis>;
  /** Beats of songs as people repaired them. */
  repairs: Map<string, RepairedBeats>;
}

const ENDED = new Set([Analysis_State.SUCCEEDED, Analysis_State.REJECTED, Analysis_State.FAILED]);

export function findingsOf(analyses: readonly Analysis[]): Findings {
  const found: Findings = { rejections: new Map(), seconds: new Map(), songs: new Map(), repairs: new Map() };
  for (const { mediaId, outcome, repairedBeats } of analyses) {
    if (outcome.case === "rejection") {
      found.rejections.set(mediaId, outcome.value.message);
    } else if (outcome.case === "clipFeatures") {
      found.seconds.set(mediaId, outcome.value.durationSeconds);
      if (outcome.value.rejectedReason !== "") {
        found.rejections.set(mediaId, outcome.value.rejectedReason);
      }
    } else if (outcome.case === "videoAnalysis") {
      found.seconds.set(mediaId, outcome.value.durationSeconds);
    } else if (outcome.case === "songAnalysis") {
      found.seconds.set(mediaId, outcome.value.durationSeconds);
      found.songs.set(mediaId, outcome.value);
    }
    if (repairedBeats !== undefined) {
      found.repairs.set(mediaId, repairedBeats);
    }
  }
  return found;
}

/** Follows what the server finds while files arrive; {@code files} is how many it should know. */
export function useFindings(jobId: string | null, files: number): Findings {
  const answer = useQuery(AnalysisService.method.listAnalyses, asked(jobId), {
    enabled: jobId !== null && files > 0,
    refetchInterval: (query) => {
      const known = query.state.data?.analyses ?? [];
      return known.length >= files && known.every(({ state }) => ENDED.has(state)) ? false : 3000;
    },
  });
  return useMemo(() => findingsOf(answer.data?.analyses ?? []), [answer.data]);
}

const asked = (jobId: string | null) => ({ jobId: jobId ?? "", pageSize: 1000 });

/** Takes a newer word on one of a job's files into what is known. */
export function useLearn(jobId: string | null): (newer: Analysis) => void {
  const client = useQueryClient();
  const transport = useTransport();
  return (newer) => {
    const queryKey = createConnectQueryKey({ schema: AnalysisService.method.listAnalyses, input: asked(jobId), transport, cardinality: "finite" });
    // A look that is under way may have seen what was before.
    void client.cancelQueries({ queryKey }).then(() =>
      client.setQueryData(queryKey, (known) => known && { ...known, analyses: known.analyses.map((older) => (older.mediaId === newer.mediaId ? newer : older)) }),
    );
  };
}

/** The small pictures of a job's files, by media id, asked for again while they are made. */
export function usePreviews(jobId: string | null, files: number): Map<string, MediaPreview> {
  const answer = useQuery(
    MediaService.method.listMediaPreviews,
    { jobId: jobId ?? "" },
    {
      enabled: jobId !== null && files > 0,
      refetchInterval: (query) => {
        const made = query.state.data?.previews.filter(
          ({ state }) => state === MediaPreview_State.SUCCEEDED || state === MediaPreview_State.FAILED,
        );
        return made !== undefined && made.length >= files ? false : 5000;
      },
    },
  );
  return useMemo(() => new Map((answer.data?.previews ?? []).map((preview) => [preview.mediaId, preview])), [answer.data]);
}
