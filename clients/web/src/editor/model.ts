// SPDX-License-Identifier: Apache-2.0
import type { CorrectedFraming } from "../gen/rushes/v1/analysis_pb";
import { Angle, type ClipFeatures, ShotType } from "../gen/rushes/v1/footage_pb";
import {
  Transition_Kind,
  type Shot as WireShot,
  type ShotMetadata,
  type Timeline,
  type Transition as WireTransition,
} from "../gen/rushes/v1/timeline_pb";

/** A revision of the cut as the editor shows it. Frames are whole frames of {@link Cut.fps}; seconds are of the song where said. */
export interface Cut {
  jobId: string;
  projectId: string;
  revision: number;
  fps: number;
  frames: number;
  song: CutSong | null;
  shots: Shot[];
  joins: Join[];
  deleted: DeletedShot[];
  notes: string;
  styleMatch: number | null;
}

export interface CutSong {
  mediaId: string;
  fileName: string;
  bpm: number;
  /** Where the excerpt begins in the song, in seconds. */
  start: number;
  /** Beats, in seconds from the start of the excerpt; they go on after its end. */
  beats: number[];
  energy: number[];
  energyHop: number;
  seconds: number;
}

export interface Shot {
  id: string;
  mediaId: string;
  fileName: string;
  /** First frame in the clip. */
  source: number;
  /** First frame on the timeline. */
  start: number;
  frames: number;
  lock: { by: string; reason: string; note: string } | null;
  look: ShotLook;
  confidence: number;
  why: string;
  parts: { name: string; value: number }[];
  runnerUps: { mediaId: string; fileName: string; loss: number }[];
  /** As the server sent it; accepting a proposal sends it back. */
  wire: WireShot | null;
}

export interface ShotLook {
  size: string;
  angle: string;
  motion: number;
  quality: number;
}

/** How one shot becomes the next. */
export interface Join {
  from: string;
  to: string;
  kind: "cut" | "dissolve" | "whip";
  onBeat: boolean;
  outFrames: number;
  inFrames: number;
}

export interface DeletedShot {
  id: string;
  mediaId: string;
  reason: string;
  look: ShotLook;
}

const SIZES: Record<number, string> = {
  [ShotType.CLOSE_UP]: "close-up",
  [ShotType.MEDIUM]: "medium",
  [ShotType.WIDE]: "wide",
  [ShotType.ZOOM]: "zoom",
};
const ANGLES: Record<number, string> = {
  [Angle.FRONT]: "front",
  [Angle.SIDE]: "side",
  [Angle.OVERHEAD]: "overhead",
  [Angle.OTHER]: "other angle",
};

export const sizeWord = (size: ShotType): string => SIZES[size] ?? "";
export const angleWord = (angle: Angle): string => ANGLES[angle] ?? "";

/** What a clip is taken for: as people said, else as learned from what they said of other clips, else as seen. */
export interface Framing {
  size: ShotType;
  angle: Angle;
  /** Probability of the size, 0..1. */
  sure: number;
  /** What people said of this very clip. */
  said: { size: boolean; angle: boolean };
  /** Clips whose corrections count; 0 while nobody said anything. */
  corrections: number;
}

/** Reads what a clip is taken for out of what was seen and what people said. */
export function framingOf(features: Pick<ClipFeatures, "shotType" | "shotTypeConfidence" | "angle">, corrected: CorrectedFraming | undefined): Framing {
  return corrected === undefined
    ? { size: features.shotType, angle: features.angle, sure: features.shotTypeConfidence, said: { size: false, angle: false }, corrections: 0 }
    : {
        size: corrected.shotType,
        angle: corrected.angle,
        sure: corrected.shotTypeConfidence,
        // What is learned is never quite sure.
        said: { size: corrected.shotTypeConfidence === 1, angle: corrected.angleConfidence === 1 },
        corrections: corrected.correctionCount,
      };
}

/** Reads a timeline of the contract. */
export function cutOf(timeline: Timeline): Cut {
  const rate = timeline.frameRate;
  const fps = rate === undefined ? 30 : rate.numerator / rate.denominator;
  const song = timeline.song;
  return {
    jobId: timeline.jobId,
    projectId: timeline.projectId,
    revision: Number(timeline.revision),
    fps,
    frames: Number(timeline.frameCount),
    song:
      song === undefined || song.mediaId === ""
        ? null
        : {
            mediaId: song.mediaId,
            fileName: song.fileName,
            bpm: song.bpm,
            start: song.excerptStartOffset,
            beats: song.beatOffsets,
            energy: song.energyCurve,
            energyHop: song.energyHopSeconds,
            seconds: song.durationSeconds,
          },
    shots: timeline.shots.map(shotOf),
    joins: timeline.transitions.map(joinOf),
    deleted: timeline.deletedShots.map((shot) => ({
      id: shot.shotId,
      mediaId: shot.mediaId,
      reason: shot.userReason,
      look: lookOf(shot.metadata),
    })),
    notes: timeline.reasoning?.notes ?? "",
    styleMatch: timeline.reasoning?.styleMatchScore ?? null,
  };
}

export function shotOf(shot: WireShot): Shot {
  return {
    id: shot.shotId,
    mediaId: shot.mediaId,
    fileName: shot.fileName,
    source: Number(shot.sourceRange?.startFrame ?? 0n),
    start: Number(shot.recordRange?.startFrame ?? 0n),
    frames: Number(shot.recordRange?.frameCount ?? 0n),
    lock: shot.lock === undefined ? null : { by: shot.lock.lockedBy, reason: shot.lock.reason, note: shot.lock.note },
    look: lookOf(shot.metadata),
    confidence: shot.explanation?.confidence ?? 0,
    why: shot.explanation?.text ?? "",
    parts: shot.explanation?.scoreParts.map(({ name, value }) => ({ name, value })) ?? [],
    runnerUps:
      shot.explanation?.runnerUps.map(({ mediaId, fileName, scoreLoss }) => ({ mediaId, fileName, loss: scoreLoss })) ?? [],
    wire: shot,
  };
}

export function joinOf(transition: WireTransition): Join {
  const kind = transition.kind;
  return {
    from: transition.fromShotId,
    to: transition.toShotId,
    kind: kind === Transition_Kind.QUICK_DISSOLVE ? "dissolve" : kind === Transition_Kind.WHIP_PAN ? "whip" : "cut",
    onBeat: transition.atBeat,
    outFrames: Number(transition.outHandleFrameCount),
    inFrames: Number(transition.inHandleFrameCount),
  };
}

function lookOf(look: ShotMetadata | undefined): ShotLook {
  return {
    size: sizeWord(look?.shotType ?? ShotType.UNSPECIFIED),
    angle: angleWord(look?.angle ?? Angle.UNSPECIFIED),
    motion: look?.motionIntensity ?? 0,
    quality: look?.visualQuality ?? 0,
  };
}

/** The shot standing at a frame; its place, or the last one behind the end. */
export function shotIndexAt(cut: Cut, frame: number): number {
  let low = 0;
  let high = cut.shots.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((cut.shots[middle]?.start ?? 0) <= frame) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}

export const lookWords = (look: ShotLook): string => [look.size, look.angle].filter((word) => word !== "").join(", ");
