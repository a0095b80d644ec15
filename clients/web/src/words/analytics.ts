// SPDX-License-Identifier: Apache-2.0
import { count } from "../lib/format";

const instructions: Record<string, string> = {
  make_tighter: "Make tighter",
  add_energy: "More energy",
  slow_down: "Slow down",
  regenerate_section: "Something else",
  regenerate_timeline: "A new cut",
};

const flags: Record<string, string> = {
  high_reorder_rate: "many shots were moved",
  high_delete_rate: "many shots were deleted",
  excessive_regeneration: "cuts or sections were made again many times",
  long_manual_edit_time: "editing by hand took long",
  low_confidence_in_kept_clips: "Rushes was unsure of shots that were kept",
};

/** What the page says about how edits went. */
export const analyticsWords = {
  title: "Analytics",
  about: (sessions: number, videos: number) =>
    `${count(sessions, "edit session")}, ${count(videos, "video")} exported. A session goes from a generated cut to the next one.`,
  project: "Project",
  none: "Nothing to sum up yet",
  noneHow: "Make an edit and change it a little. The numbers come from what was done to the cut, not from guesses.",
  noneGo: "Make an edit",
  partly: (failed: number) => `The sessions of ${count(failed, "edit")} could not be read; the rest is shown.`,

  unchanged: "Posted unchanged",
  satisfaction: "Satisfaction",
  kept: "Clips kept",
  minutes: "Editing time",
  saved: "Time saved",
  again: "Made again",
  ofFive: (value: number) => `${value.toFixed(1)} of 5`,
  inMinutes: (value: number) => (value < 1 ? `${Math.round(value * 60)} s` : `${value.toFixed(1)} min`),
  times: (value: number) => `${value.toFixed(1)} times`,
  percent: (value: number) => `${Math.round(value)} %`,
  noAnswer: "no answers yet",
  noData: "not measured yet",
  aim: (text: string) => `aim: ${text}`,
  met: "reached",
  notMet: "not reached",
  perEdit: "an edit",
  median: "median of an edit",
  amongAnswers: "of those who answered",
  trend: (title: string) => `${title}, session by session`,
  better: (points: number) => `${points >= 0 ? "+" : "−"}${Math.abs(points).toFixed(0)} points on the week before`,

  flags: "What needs work",
  noFlags: "Nothing stands out. Good.",
  flag: (type: string, sessions: number, all: number) =>
    `In ${sessions} of ${count(all, "session")} ${flags[type] ?? type.replaceAll("_", " ")}.`,
  flagEdits: "Show the edits",
  severe: "needs work",
  mild: "worth a look",
  flagHead: ["Flag", "Edit", "Severity", "What happened"],

  instructions: "What was asked for",
  instructionsSay: (word: string) => `“${instructions[word] ?? word}” most often`,
  instructionsNone: "No section was made again yet.",
  instruction: (word: string) => instructions[word] ?? word.replaceAll("_", " "),
  instructionHead: ["Instruction", "Times", "Sessions"],
  times2: (times: number) => `${times}×`,

  calibration: "Confidence and what was kept",
  calibrationSay: "On the line, Rushes is as sure as it should be; below it, too sure.",
  calibrationHead: ["Edit", "Session", "Mean confidence", "Clips kept %"],
  confidence: "mean confidence of the cut",
  keptAxis: "clips kept",
  point: (edit: string, confidence: number, kept: number) =>
    `${edit}: confidence ${Math.round(confidence * 100)} %, ${Math.round(kept)} % kept`,
  split: "Kept and deleted shots",
  splitSay: "Kept shots should stand right of deleted ones.",
  splitHead: ["Edit", "Session", "Confidence of kept", "Confidence of deleted"],
  splitNone: "No shot was deleted yet.",
  keptDot: "kept",
  deletedDot: "deleted",

  sessions: "Sessions",
  sessionHead: ["Edit", "When", "Kept", "Moved", "Trimmed", "Added", "Editing", "Made again", "Satisfaction", "Unchanged", "Saved"],
  yes: "yes",
  no: "no",
  openEdit: (name: string) => `Open ${name}`,
};
