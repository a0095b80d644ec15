// SPDX-License-Identifier: Apache-2.0
import { useQuery } from "@connectrpc/connect-query";
import { createContext, useContext, useEffect, useMemo } from "react";
import type { Analysis } from "../gen/rushes/v1/analysis_pb";
import { Analysis_State } from "../gen/rushes/v1/analysis_pb";
import { AnalysisService } from "../gen/rushes/v1/analysis_service_pb";
import type { ClipFeatures } from "../gen/rushes/v1/footage_pb";
import { type Media, Media_Kind, Media_State } from "../gen/rushes/v1/media_pb";
import { type MediaPreview, MediaPreview_State } from "../gen/rushes/v1/media_preview_pb";
import { MediaService } from "../gen/rushes/v1/media_service_pb";
import type { SongAnalysis } from "../gen/rushes/v1/song_pb";
import { media } from "../lib/api";
import { BlobCache } from "../lib/blobs";
import { durationSeconds } from "../lib/format";
import { angleWord, type Framing, framingOf, sizeWord } from "./model";

const PAGE = 1000;
const POLL_MS = 1500;
const ARRIVAL_POLL_MS = 4000;
const KEPT_BYTES = 512e6;

/** A file of the job with what is known of it. */
export interface Clip {
  mediaId: string;
  fileName: string;
  features: ClipFeatures | null;
  framing: Framing | null;
  preview: MediaPreview | null;
  /** Why it cannot be used; empty if it can. */
  rejected: string;
  /** In seconds. */
  seconds: number;
  /** What a search looks at. */
  text: string;
}

export interface Footage {
  clips: Map<string, Clip>;
  song: SongAnalysis | null;
  songId: string | null;
  /** Clips that arrive or are looked at just now. */
  unseen: number;
  files: BlobCache;
  ready: boolean;
}

export const FootageContext = createContext<Footage | null>(null);

export function useFootage(): Footage {
  const footage = useContext(FootageContext);
  if (footage === null) {
    throw new Error("no footage around this component");
  }
  return footage;
}

/** Loads a job's files and has their previews made; asks again until every preview is there. */
export function useLoadedFootage(jobId: string): { footage: Footage; error: Error | null } {
  // What earlier pages read of a job is old by now: they read it while the files were still being looked at.
  const files = useQuery(
    MediaService.method.listMedia,
    { jobId, pageSize: PAGE },
    { refetchOnMount: "always", refetchInterval: (query) => (isArrived(query.state.data?.media) ? false : ARRIVAL_POLL_MS) },
  );
  const found = useQuery(
    AnalysisService.method.listAnalyses,
    { jobId, pageSize: PAGE },
    { refetchOnMount: "always", refetchInterval: (query) => (isLookedAt(query.state.data?.analyses, files.data?.media) ? false : POLL_MS) },
  );
  const previews = useQuery(
    MediaService.method.listMediaPreviews,
    { jobId },
    { refetchOnMount: "always", refetchInterval: (query) => (isComplete(query.state.data?.previews, files.data?.media) ? false : POLL_MS) },
  );
  const cache = useMemo(() => new BlobCache(KEPT_BYTES, (key) => linkOf(key)), [jobId]);
  useEffect(() => () => cache.close(), [cache]);
  const there = arrived(files.data?.media ?? []);
  useEffect(() => {
    void media.prepareMediaPreviews({ jobId }).catch(() => undefined);
  }, [jobId, there]);

  const footage = useMemo(() => {
    const analyses = new Map(found.data?.analyses.map((analysis) => [analysis.mediaId, analysis]));
    const shown = new Map(previews.data?.previews.map((preview) => [preview.mediaId, preview]));
    const all = files.data?.media ?? [];
    const song = all.findLast((file) => file.kind === Media_Kind.SONG) ?? null;
    const heard = song === null ? undefined : analyses.get(song.mediaId);
    return {
      clips: new Map(
        all
          .filter((file) => file.kind === Media_Kind.CLIP)
          .map((file) => [file.mediaId, clipOf(file, analyses.get(file.mediaId), shown.get(file.mediaId))]),
      ),
      song: heard?.outcome.case === "songAnalysis" ? { ...heard.outcome.value, beats: heard.repairedBeats?.beats ?? heard.outcome.value.beats } : null,
      songId: song?.mediaId ?? null,
      unseen: all.filter((file) => file.kind === Media_Kind.CLIP && !ENDED.has(analyses.get(file.mediaId)?.state ?? Analysis_State.UNSPECIFIED)).length,
      files: cache,
      ready: files.data !== undefined && found.data !== undefined,
    };
  }, [files.data, found.data, previews.data, cache]);
  return { footage, error: files.error ?? found.error };
}

const ENDED = new Set([Analysis_State.SUCCEEDED, Analysis_State.REJECTED, Analysis_State.FAILED]);

const isArrived = (files: Media[] | undefined): boolean => files !== undefined && arrived(files) === files.length;

/** Files whose bytes are there; the others have neither analysis nor preview. */
function arrived(files: Media[]): number {
  return files.filter((file) => file.state === Media_State.ACTIVE).length;
}

function isLookedAt(analyses: Analysis[] | undefined, files: Media[] | undefined): boolean {
  return analyses !== undefined && files !== undefined && analyses.length >= arrived(files) && analyses.every((analysis) => ENDED.has(analysis.state));
}

function isComplete(previews: MediaPreview[] | undefined, files: Media[] | undefined): boolean {
  return (
    previews !== undefined &&
    files !== undefined &&
    previews.length >= arrived(files) &&
    previews.every((preview) => preview.state === MediaPreview_State.SUCCEEDED || preview.state === MediaPreview_State.FAILED)
  );
}

/** Keys are KIND:MEDIA_ID, with kind proxy, filmstrip, thumbnail or file. */
async function linkOf(key: string): Promise<string> {
  const [kind, mediaId = ""] = key.split(":");
  if (kind === "file") {
    return (await media.getMedia({ mediaId })).contentPath;
  }
  const preview = await media.getMediaPreview({ mediaId });
  const blob = kind === "proxy" ? preview.proxy?.blob : kind === "filmstrip" ? preview.filmstrip?.blob : preview.thumbnail?.blob;
  if (blob === undefined) {
    throw new Error(`no ${kind} of ${mediaId} yet`);
  }
  return blob.contentPath;
}

function clipOf(file: Media, analysis: Analysis | undefined, preview: MediaPreview | undefined): Clip {
  const outcome = analysis?.outcome;
  const features = outcome?.case === "clipFeatures" ? outcome.value : null;
  const framing = features === null ? null : framingOf(features, analysis?.correctedFraming);
  return {
    mediaId: file.mediaId,
    fileName: file.fileName,
    features,
    framing,
    preview: preview ?? null,
    rejected: rejectionOf(analysis, features),
    seconds: features?.durationSeconds ?? durationSeconds(preview?.proxy?.duration),
    text: [
      file.fileName,
      framing === null ? "" : `${sizeWord(framing.size)} ${angleWord(framing.angle)} ${features?.description ?? ""}`,
      ...(features?.look?.words ?? []),
    ]
      .join(" ")
      .toLowerCase(),
  };
}

function rejectionOf(analysis: Analysis | undefined, features: ClipFeatures | null): string {
  if (analysis?.outcome.case === "rejection") {
    return analysis.outcome.value.message;
  }
  if (analysis?.state === Analysis_State.FAILED) {
    return "could not be analysed";
  }
  return features?.rejectedReason ?? "";
}

/**
 * The piece of a clip to put into a place of {@code frames}: around the middle of its best usable part that is long enough, else from the
 * start of the longest. Null when the clip is shorter than the place.
 */
export function bestStart(clip: Clip, frames: number, fps: number): number | null {
  const wanted = frames / fps;
  if (clip.seconds + 0.5 / fps < wanted) {
    return null;
  }
  const windows = clip.features?.usableWindows ?? [];
  const fitting = windows.filter((window) => window.endSeconds - window.startSeconds >= wanted);
  const best = fitting.toSorted((a, b) => b.quality - a.quality)[0];
  const latest = Math.max(0, Math.floor(clip.seconds * fps + 1e-6) - frames);
  if (best !== undefined) {
    const middle = (best.startSeconds + best.endSeconds - wanted) / 2;
    return Math.min(latest, Math.round(middle * fps));
  }
  const longest = windows.toSorted((a, b) => b.endSeconds - b.startSeconds - (a.endSeconds - a.startSeconds))[0];
  return Math.min(latest, Math.round((longest?.startSeconds ?? 0) * fps));
}
