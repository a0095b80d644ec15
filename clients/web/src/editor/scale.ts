// SPDX-License-Identifier: Apache-2.0

/** Empty pixels before the first and behind the last frame, so that edges can be grabbed. */
export const PAD = 16;
/** A shot is never narrower than a thumb needs when it is zoomed to; below that the strip scrolls. */
const LARGEST_ZOOM = 600;

/** How frames become pixels. */
export interface Scale {
  fps: number;
  frames: number;
  /** Pixels of one frame. */
  perFrame: number;
  /** Pixels of the whole strip with its margins. */
  width: number;
}

/** {@code zoom} is in pixels a second; null fits {@code frames} into {@code available} pixels. */
export function scaleOf(fps: number, frames: number, zoom: number | null, available: number): Scale {
  const fit = Math.max(0.01, (available - 2 * PAD) / Math.max(1, frames));
  const perFrame = zoom === null ? fit : Math.max(fit, Math.min(LARGEST_ZOOM, zoom) / fps);
  return { fps, frames, perFrame, width: Math.max(available, frames * perFrame + 2 * PAD) };
}

export const xOf = (scale: Scale, frame: number): number => PAD + frame * scale.perFrame;
export const frameAt = (scale: Scale, x: number): number => (x - PAD) / scale.perFrame;
