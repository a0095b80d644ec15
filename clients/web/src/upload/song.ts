// SPDX-License-Identifier: Apache-2.0

/** The outline of a song: the largest sample of each stretch, 0..1, and how loud it is there. */
export interface Outline {
  seconds: number;
  peaks: Float32Array;
  power: Float32Array;
}

export interface BeatAt {
  timeSeconds: number;
  barPosition: number;
}

const STEPS = 1400;

/** Outlines of decoded sound, {@code steps} stretches over its whole length. */
export function outlineOf(channels: readonly Float32Array[], seconds: number, steps = STEPS): Outline {
  const samples = channels[0]?.length ?? 0;
  const peaks = new Float32Array(steps);
  const power = new Float32Array(steps);
  for (let step = 0; step < steps; step++) {
    const from = Math.floor((step * samples) / steps);
    const to = Math.max(from + 1, Math.floor(((step + 1) * samples) / steps));
    let peak = 0;
    let sum = 0;
    for (const channel of channels) {
      for (let i = from; i < to; i++) {
        const sample = channel[i] ?? 0;
        peak = Math.max(peak, Math.abs(sample));
        sum += sample * sample;
      }
    }
    peaks[step] = Math.min(1, peak);
    power[step] = sum / ((to - from) * Math.max(1, channels.length));
  }
  return { seconds, peaks, power };
}

/** Where the loudest stretch of a length begins, in seconds. */
export function loudestStart(outline: Outline, length: number): number {
  const steps = outline.power.length;
  const width = Math.round((length / outline.seconds) * steps);
  if (width >= steps || width < 1) {
    return 0;
  }
  let sum = 0;
  for (let i = 0; i < width; i++) {
    sum += outline.power[i] ?? 0;
  }
  let most = sum;
  let best = 0;
  for (let i = width; i < steps; i++) {
    sum += (outline.power[i] ?? 0) - (outline.power[i - width] ?? 0);
    if (sum > most) {
      most = sum;
      best = i - width + 1;
    }
  }
  return (best / steps) * outline.seconds;
}

/** Keeps a stretch of a length inside the song. */
export function keepInside(start: number, length: number, seconds: number): number {
  return Math.min(Math.max(0, start), Math.max(0, seconds - length));
}

/** The beat next to a moment, a downbeat where one is within {@code reach} seconds; the moment itself where none is. */
export function snap(at: number, beats: readonly BeatAt[], reach: number): number {
  const nearest = (some: readonly BeatAt[]): number | undefined => {
    let best: number | undefined;
    for (const { timeSeconds } of some) {
      if (Math.abs(timeSeconds - at) <= reach && (best === undefined || Math.abs(timeSeconds - at) < Math.abs(best - at))) {
        best = timeSeconds;
      }
    }
    return best;
  };
  return nearest(beats.filter((beat) => beat.barPosition === 1)) ?? nearest(beats) ?? at;
}

/** The beat (or, with {@code bars}, the downbeat) before or after a moment; half a second, or two, where there is none. */
export function step(at: number, beats: readonly BeatAt[], forward: boolean, bars: boolean): number {
  const some = bars && beats.some((beat) => beat.barPosition === 1) ? beats.filter((beat) => beat.barPosition === 1) : beats;
  const times = some.map((beat) => beat.timeSeconds);
  const next = forward ? times.find((time) => time > at + 0.01) : times.findLast((time) => time < at - 0.01);
  return next ?? at + (forward ? 1 : -1) * (bars ? 2 : 0.5);
}

/** Decodes a song and outlines it. */
export async function readSong(sound: Blob): Promise<Outline> {
  const context = new OfflineAudioContext(1, 1, 22050);
  const decoded = await context.decodeAudioData(await sound.arrayBuffer());
  const channels = Array.from({ length: decoded.numberOfChannels }, (_, i) => decoded.getChannelData(i));
  return outlineOf(channels, decoded.duration);
}

const KEY = (jobId: string): string => `rushes.song-start.${jobId}`;

/** Leaves the chosen start for the page that waits for the first cut. */
export function leaveSongStart(jobId: string, start: number | null): void {
  if (start === null) {
    sessionStorage.removeItem(KEY(jobId));
  } else {
    sessionStorage.setItem(KEY(jobId), String(start));
  }
}

/** The start a person chose for the next cut; null when Rushes chooses. */
export function takeSongStart(jobId: string): number | null {
  const text = sessionStorage.getItem(KEY(jobId));
  return text === null || !Number.isFinite(Number(text)) ? null : Number(text);
}
