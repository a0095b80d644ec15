// SPDX-License-Identifier: Apache-2.0
import { create } from "zustand";
import { Render_Container, Render_Quality, type Render, Render_Resolution, Render_State } from "../gen/rushes/v1/render_pb";
import type { WatchRenderResponse } from "../gen/rushes/v1/render_service_pb";
import { ExportTimelineRequest_Format } from "../gen/rushes/v1/timeline_service_pb";
import { reasonOf, renders } from "../lib/api";
import { watch } from "../lib/watch";

export const VIDEOS = { mp4: Render_Container.MP4, mov: Render_Container.MOV } as const;
export const DOCUMENTS = {
  xmeml: ExportTimelineRequest_Format.XMEML,
  fcpxml: ExportTimelineRequest_Format.FCPXML,
  otio: ExportTimelineRequest_Format.OTIO,
  edl: ExportTimelineRequest_Format.EDL,
  json: ExportTimelineRequest_Format.TIMELINE_JSON,
} as const;
export const QUALITIES = { low: Render_Quality.LOW, high: Render_Quality.HIGH, maximum: Render_Quality.MAXIMUM } as const;
export const SIZES = {
  "1080 × 1920": Render_Resolution.RESOLUTION_1080X1920,
  "1080 × 1080": Render_Resolution.RESOLUTION_1080X1080,
  "1920 × 1080": Render_Resolution.RESOLUTION_1920X1080,
  "2160 × 3840": Render_Resolution.RESOLUTION_2160X3840,
} as const;

export type VideoFormat = keyof typeof VIDEOS;
export type DocumentFormat = keyof typeof DOCUMENTS;
export type Format = VideoFormat | DocumentFormat;

export const isVideo = (format: Format): format is VideoFormat => format in VIDEOS;

interface ExportState {
  render: Render | null;
  error: string | null;
}

/** The export that runs or ran last; it goes on while the window is closed. */
export const useExport = create<ExportState>(() => ({ render: null, error: null }));

export interface VideoOrder {
  jobId: string;
  revision: number;
  format: VideoFormat;
  size: keyof typeof SIZES;
  quality: keyof typeof QUALITIES;
  loudness: number | null;
}

let following = new AbortController();

/** Starts a render and follows it to its end. */
export async function startExport(order: VideoOrder): Promise<void> {
  following.abort();
  following = new AbortController();
  const { signal } = following;
  useExport.setState({ render: null, error: null });
  try {
    const begun = await renders.renderTimeline(
      {
        jobId: order.jobId,
        timelineRevision: BigInt(order.revision),
        container: VIDEOS[order.format],
        resolution: SIZES[order.size],
        quality: QUALITIES[order.quality],
        requestId: crypto.randomUUID(),
        ...(order.loudness === null ? {} : { loudnessTargetLufs: order.loudness }),
      },
      { timeoutMs: 10_000 },
    );
    useExport.setState({ render: begun });
    await watch<WatchRenderResponse>(
      {
        open: (revision, signal) => renders.watchRender({ renderId: begun.renderId, lastKnownRevision: revision }, { signal }),
        onStep: (step) => step.render !== undefined && useExport.setState({ render: step.render }),
        onFailure: (error) => useExport.setState({ error: reasonOf(error) }),
      },
      signal,
    );
  } catch (error) {
    useExport.setState({ error: reasonOf(error) });
  }
}

/** The signed link lives ten minutes; it is read again just before it is used. */
export async function freshLink(renderId: string): Promise<string> {
  return (await renders.getRender({ renderId })).contentPath;
}

export const isRunning = (render: Render | null): render is Render =>
  render !== null && (render.state === Render_State.PENDING || render.state === Render_State.RUNNING);
export const isDone = (render: Render | null): render is Render => render !== null && render.state === Render_State.SUCCEEDED;

/** Hands a file to the browser's downloads. */
export function save(url: string, name: string): void {
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
}
