// SPDX-License-Identifier: Apache-2.0

/** What a file is given for. */
export type Role = "clip" | "song" | "finished";

/** Why a file was left out before anything was sent. */
export type LeftOutWhy = "empty" | "noVideo" | "noSong";

export interface LeftOut {
  name: string;
  why: LeftOutWhy;
}

export interface Sorted {
  clips: File[];
  songs: File[];
  leftOut: LeftOut[];
}

const VIDEO = /\.(mp4|mov|m4v|qt|mkv|webm|avi|mts|m2ts|mxf|3gp|3g2|mpg|mpeg|ogv|wmv|flv|insv)$/i;
const AUDIO = /\.(mp3|m4a|aac|wav|flac|ogg|oga|opus|aif|aiff|wma|mka)$/i;

export const VIDEO_ACCEPT = "video/*,.mkv,.mts,.m2ts,.mxf,.insv";
export const AUDIO_ACCEPT = "audio/*,.flac,.opus,.mka";

/** Parts what was dropped into videos and songs. Hidden files of systems are passed over in silence, others are named. */
export function sortFiles(files: readonly File[], wanted: "any" | "video" | "audio" = "any"): Sorted {
  const sorted: Sorted = { clips: [], songs: [], leftOut: [] };
  for (const file of files) {
    if (file.name.startsWith(".") || /^(thumbs\.db|desktop\.ini)$/i.test(file.name)) {
      continue;
    }
    const video = VIDEO.test(file.name) || file.type.startsWith("video/");
    const audio = !video && (AUDIO.test(file.name) || file.type.startsWith("audio/"));
    if (file.size === 0) {
      sorted.leftOut.push({ name: file.name, why: "empty" });
    } else if (video && wanted !== "audio") {
      sorted.clips.push(file);
    } else if (audio && wanted !== "video") {
      sorted.songs.push(file);
    } else {
      sorted.leftOut.push({ name: file.name, why: wanted === "audio" ? "noSong" : "noVideo" });
    }
  }
  sorted.clips.sort((one, other) => one.name.localeCompare(other.name, "en", { numeric: true }));
  return sorted;
}
