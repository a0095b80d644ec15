// SPDX-License-Identifier: Apache-2.0

/** What the browser itself can show of a local video. */
export interface Poster {
  /** Address of a small picture; null when the browser cannot decode the video. */
  url: string | null;
  /** Seconds; null when not known. */
  duration: number | null;
}

const PATIENCE_MS = 8000;
const SIDE = 320;
let running = 0;
const waiting: (() => void)[] = [];

/** A picture a third into a local video. Two at a time, so that fifty clips do not open fifty decoders. */
export async function posterOf(file: File): Promise<Poster> {
  if (running >= 2) {
    await new Promise<void>((resolve) => waiting.push(resolve));
  }
  running++;
  const url = URL.createObjectURL(file);
  try {
    return await draw(url);
  } finally {
    URL.revokeObjectURL(url);
    running--;
    waiting.shift()?.();
  }
}

async function draw(url: string): Promise<Poster> {
  const video = document.createElement("video");
  video.muted = true;
  video.playsInline = true;
  video.preload = "auto";
  let duration: number | null = null;
  try {
    video.src = url;
    await event(video, "loadeddata");
    duration = Number.isFinite(video.duration) ? video.duration : null;
    if (video.videoWidth === 0) {
      return { url: null, duration };
    }
    video.currentTime = (duration ?? 0) / 3;
    await event(video, "seeked");
    await painted(video);
    return { url: await picture(video), duration };
  } catch {
    return { url: null, duration };
  } finally {
    video.removeAttribute("src");
    video.load();
  }
}

/** A frame can come a little after its seek has ended. */
function painted(video: HTMLVideoElement): Promise<void> {
  return new Promise((resolve) => {
    video.requestVideoFrameCallback(() => resolve());
    setTimeout(resolve, 600);
  });
}

async function picture(video: HTMLVideoElement): Promise<string | null> {
  const scale = Math.min(1, SIDE / Math.max(video.videoWidth, video.videoHeight));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(video.videoWidth * scale);
  canvas.height = Math.round(video.videoHeight * scale);
  canvas.getContext("2d")?.drawImage(video, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.8));
  return blob === null ? null : URL.createObjectURL(blob);
}

function event(video: HTMLVideoElement, name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("slow")), PATIENCE_MS);
    video.addEventListener(name, () => (clearTimeout(timer), resolve()), { once: true });
    video.addEventListener("error", () => (clearTimeout(timer), reject(new Error("not decodable"))), { once: true });
  });
}
