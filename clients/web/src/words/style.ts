// SPDX-License-Identifier: Apache-2.0
import { count, percent } from "../lib/format";

const things: Record<string, string> = {
  close_up: "close-up",
  medium: "medium",
  wide: "wide",
  zoom: "zoom",
  front: "front",
  side: "side",
  overhead: "overhead",
  other: "other",
  hard_cut: "hard cut",
  quick_dissolve: "quick dissolve",
  whip_pan: "whip pan",
};

const often: Record<string, string> = {
  every_beat: "on every beat",
  every_2_beats: "on every second beat",
  every_4_beats: "on every fourth beat",
  every_8_beats: "on every eighth beat",
};

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const thing = (word: string): string => things[word] ?? word.replaceAll("_", " ");

/** What the page says about learned habits. */
export const styleWords = {
  title: "Style profile",
  about: "The habits Rushes learned from your finished videos, and follows in a cut.",
  none: "No style learned yet",
  noneHow: "Add finished videos when you make an edit, and Rushes learns how you cut. Until then it follows a neutral style.",
  noneGo: "Make an edit",
  thing,
  version: (number: number) => `Version ${number}`,
  newest: "newest",
  versions: "Versions",
  evidence: (videos: number) => (videos === 0 ? "Not learned from videos" : `Learned from ${count(videos, "video")}`),
  from: (videos: number) => (videos === 0 ? "set by hand" : `from ${count(videos, "video")}`),
  more: "Older versions",
  first: "The first version",
  same: "No difference worth a word",
  shares: { share: "Share", from: "From", to: "To", what: "What", seconds: "Seconds", value: "Value" },

  lengths: "Shot lengths",
  lengthsSay: (average: number, spread: number) => `${average.toFixed(1)} s on average, give or take ${spread.toFixed(1)} s`,
  quantile: ["the shortest tenth ends at", "a quarter is shorter than", "half is shorter than", "three quarters are shorter than", "nine tenths are shorter than"],
  quantileShort: ["10 %", "25 %", "half", "75 %", "90 %"],
  mean: "average",
  types: "Shot types",
  typesSay: (word: string, share: number) => `${percent(share)} ${thing(word)}`,
  angles: "From angle to angle",
  anglesSay: (repeat: number, streak: number) => `${percent(repeat)} of the cuts keep the angle; at most ${count(streak, "shot")} in a row`,
  sizes: "From shot type to shot type",
  sizesSay: (from: string, to: string, share: number) => `Most often ${thing(from)} to ${thing(to)}: ${percent(share)} of the cuts`,
  heat: (from: string, to: string, share: number) => `${thing(from)} to ${thing(to)}: ${(share * 100).toFixed(1)} %`,
  fromDown: "from",
  toAcross: "to",
  beats: "Cuts on the beat",
  beatsSay: (perBeat: number) => (perBeat <= 0 ? "No cuts on the beat" : `A cut every ${(1 / perBeat).toFixed(1)} beats`),
  perBeat: "Cuts per beat",
  skipped: "Beats passed over",
  beat: (cut: boolean, number: number) => `beat ${number}${cut ? ": cut" : ""}`,
  holds: "How long a shot holds",
  holdsSay: (longest: string) => `${capital(thing(longest))} shots stand longest`,
  energy: "Loud and quiet music",
  energyRule: (part: "high" | "low", type: string, frequency: string, motion: number) =>
    `In ${part === "high" ? "loud" : "quiet"} parts: ${thing(type)} shots with ${motion < 0.25 ? "little" : motion < 0.55 ? "some" : "much"} movement, cut ${often[frequency] ?? frequency.replaceAll("_", " ")}.`,
  loud: "Loud parts",
  quiet: "Quiet parts",
  preferred: "Shot type",
  cutsWhen: "Cuts",
  motion: "Movement",
  transitions: "Transitions",
  transitionsSay: (word: string, share: number) => `${percent(share)} ${thing(word)}s`,
  limits: "What is too bad to use",
  limitsSay: "Clips beyond these limits are left out",
  limit: { quality: "Picture quality at least", blur: "Blur at most", exposure: "Brightness between" },
  model: "What the model looks at",
  modelSay: (word: string) => `${thing(word)} matters most`,

  chart: "Chart",
  table: "Table",
  asTable: (title: string) => `${title} as a table`,
  csv: "CSV",
  csvOf: (title: string) => `Download ${title} as CSV`,

  longer: (seconds: number) => `shots ${Math.abs(seconds).toFixed(1)} s ${seconds > 0 ? "longer" : "shorter"}`,
  moreOf: (word: string, points: number) => `${points > 0 ? "more" : "fewer"} ${thing(word)} shots (${points > 0 ? "+" : "−"}${Math.abs(points)} points)`,
  cutsMore: (more: boolean, perBeat: number) => `${more ? "more" : "fewer"} cuts: ${perBeat.toFixed(2)} per beat`,
  keepsAngle: (more: boolean) => `${more ? "keeps" : "changes"} the angle more often`,
  transitionMore: (word: string, points: number) => `${points > 0 ? "more" : "fewer"} ${thing(word)}s (${points > 0 ? "+" : "−"}${Math.abs(points)} points)`,
  energyOther: (part: "high" | "low", type: string, frequency: string) =>
    `in ${part === "high" ? "loud" : "quiet"} parts now ${thing(type)}, ${often[frequency] ?? frequency}`,
  videosMore: (videos: number) => `${count(Math.abs(videos), "video")} ${videos > 0 ? "more" : "fewer"}`,
};
