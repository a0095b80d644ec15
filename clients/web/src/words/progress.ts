// SPDX-License-Identifier: Apache-2.0
import { ProgressStep_Kind } from "../gen/rushes/v1/progress_pb";
import { count, roughly } from "../lib/format";

/** What the page says while a cut is made. */
export const progressWords = {
  title: "Creating your edit…",
  done: "Your edit is ready",
  opening: "Opening the editor…",
  failed: "The edit could not be made",
  cancelled: "The edit was cancelled",
  cancelledHow: "What was found in the clips is kept; starting again takes less time.",
  tab: (percent: number, name: string) => `${percent} % · ${name}`,
  percent: (percent: number) => `${percent} %`,
  bar: "Progress of the edit",
  left: (seconds: number) => `${roughly(seconds)} to go`,
  leftUnknown: "Working out how long it takes…",
  step: {
    [ProgressStep_Kind.UNSPECIFIED]: "",
    [ProgressStep_Kind.READING_CLIPS]: "Reading clips",
    [ProgressStep_Kind.FINDING_BEATS]: "Finding beats",
    [ProgressStep_Kind.LOOKING_AT_FOOTAGE]: "Looking at the footage",
    [ProgressStep_Kind.LEARNING_STYLE]: "Learning your style",
    [ProgressStep_Kind.CHOOSING_SHOTS]: "Choosing shots",
    [ProgressStep_Kind.RENDERING]: "Rendering",
  },
  state: { waiting: "waiting", running: "under way", done: "done", skipped: "left out", failed: "failed", stopped: "stopped" },
  of: (done: number, total: number) => `${done} of ${total}`,
  steps: "Steps",
  sheet: "The clips",
  sheetNone: "Clips show up here as they arrive.",
  usable: "usable",
  notYet: "not looked at yet",
  rejected: (many: number) => `${count(many, "clip")} left out`,
  draft: "The cut so far",
  draftNone: "It begins once the song was heard and three clips can be used.",
  draftSo: (shots: number, length: string, usable: number, unseen: number) =>
    `${count(shots, "shot")}, ${length}, out of ${count(usable, "clip")}. ${
      unseen > 0 ? `${count(unseen, "clip")} to look at: the cut will change.` : "The editor opens with the final cut."
    }`,
  early: "Edit this now",
  earlyHow: "Opens the editor with this cut. The other clips are looked at meanwhile, and you can cut again with all of them.",
  earlyNotYet: "Once the cut is as long as you asked for, you can start to edit it.",
  draftShot: (at: number, name: string, length: string) => `Shot ${at}, ${name}, ${length}`,
  safe: "Closing the tab is safe: the work goes on, and the edit waits in your list.",
  keepOpen: (many: number) => `Keep this tab open: ${count(many, "file")} ${many === 1 ? "is" : "are"} still being sent. The cut waits for them.`,
  cancel: "Cancel",
  cancelling: "Cancelling…",
  back: "Change clips, song or length",
  again: "Try again",
  window: "Moving the song to the part you chose…",
  windowFailed: "The edit is there, but the part of the song you chose could not be set. Choose it in the editor.",
  offline: "The connection is gone. The work goes on; this page catches up by itself.",
};
