// SPDX-License-Identifier: Apache-2.0
import type { StyleProfile } from "../gen/rushes/v1/style_profile_pb";
import { when } from "../lib/format";
import { words } from "../words";

/** When a profile was learned, in words; empty for one that does not say so. */
export function learnedWhen(profile: StyleProfile): string {
  return profile.updateTime === undefined || profile.updateTime.seconds <= 0n ? "" : when(profile.updateTime);
}

/** Joint shares "a_to_b" read apart; names may hold underscores. */
export function pairShare(pairs: Record<string, number>, from: string, to: string): number {
  return pairs[`${from}_to_${to}`] ?? 0;
}

/** The largest share and its name; null of nothing. */
export function largest(shares: Record<string, number>): { word: string; share: number } | null {
  let best: { word: string; share: number } | null = null;
  for (const [word, share] of Object.entries(shares)) {
    if (best === null || share > best.share) {
      best = { word, share };
    }
  }
  return best;
}

/** Shares with their names, largest first. */
export function ranked(shares: Record<string, number>): { word: string; share: number }[] {
  return Object.entries(shares)
    .map(([word, share]) => ({ word, share }))
    .sort((one, other) => other.share - one.share);
}

/** What a profile does otherwise than the one before, in words, the most telling first; what nobody would notice is left out. */
export function difference(now: StyleProfile, before: StyleProfile): string[] {
  const said: { weight: number; text: string }[] = [];
  const say = (weight: number, text: string): void => {
    if (weight >= 1) {
      said.push({ weight, text });
    }
  };
  const length = (now.shotPatterns?.avgShotLength ?? 0) - (before.shotPatterns?.avgShotLength ?? 0);
  say(Math.abs(length) / 0.1, words.style.longer(length));
  const points = (one: number | undefined, other: number | undefined): number => Math.round(((one ?? 0) - (other ?? 0)) * 100);
  for (const word of keys(now.shotPatterns?.shotTypes, before.shotPatterns?.shotTypes)) {
    const change = points(now.shotPatterns?.shotTypes[word], before.shotPatterns?.shotTypes[word]);
    say(Math.abs(change) / 5, words.style.moreOf(word, change));
  }
  const cuts = (now.pacingPatterns?.cutsPerBeat ?? 0) - (before.pacingPatterns?.cutsPerBeat ?? 0);
  say(Math.abs(cuts) / 0.08, words.style.cutsMore(cuts > 0, now.pacingPatterns?.cutsPerBeat ?? 0));
  const repeat = points(now.sequencingPatterns?.sameAngleRepeatRate, before.sequencingPatterns?.sameAngleRepeatRate);
  say(Math.abs(repeat) / 8, words.style.keepsAngle(repeat > 0));
  for (const word of keys(now.transitionPreferences, before.transitionPreferences)) {
    const change = points(now.transitionPreferences[word], before.transitionPreferences[word]);
    say(word === "hard_cut" ? 0 : Math.abs(change) / 3, words.style.transitionMore(word, change));
  }
  for (const part of ["high", "low"] as const) {
    const field = part === "high" ? "highEnergySections" : "lowEnergySections";
    const [one, other] = [now.energyMatching?.[field], before.energyMatching?.[field]];
    if (one !== undefined && (one.preferredShotType !== other?.preferredShotType || one.cutFrequency !== other.cutFrequency)) {
      say(2, words.style.energyOther(part, one.preferredShotType, one.cutFrequency));
    }
  }
  return said.sort((one, other) => other.weight - one.weight).map(({ text }) => text);
}

function keys(...some: (Record<string, number> | undefined)[]): Set<string> {
  return new Set(some.flatMap((one) => Object.keys(one ?? {})));
}
