// SPDX-License-Identifier: Apache-2.0
import { percent, seconds } from "../lib/format";
import type { Mark } from "../editor/marks";

export const markWords = {
  title: "Worth a look",
  none: "Nothing stands out.",
  next: "Next mark",
  all: (many: number) => `Show all ${many}`,
};

/** What a mark says. */
export function saidOf(mark: Mark): string {
  const shot = `Shot ${mark.at + 1}`;
  switch (mark.kind) {
    case "long":
      return `${shot} stands for ${seconds(mark.seconds)}, ${mark.times.toFixed(1)} times as long as is usual here.`;
    case "offBeat":
      return mark.near === null
        ? `${shot} begins off the beat.`
        : `${shot} begins ${Math.abs(mark.near.seconds).toFixed(2)} s ${mark.near.seconds > 0 ? "behind" : "before"} bar ${mark.near.bar} beat ${mark.near.beat}.`;
    case "same":
      return `Shots ${mark.from + 1} to ${mark.at + 1} are all ${mark.look}.`;
    case "doubt":
      return `${shot}: only ${percent(Math.floor(mark.confidence * 100) / 100)} sure.`;
  }
}
