// SPDX-License-Identifier: Apache-2.0
import { type EditSession, RedFlag_Severity } from "../gen/rushes/v1/session_pb";
import { durationSeconds } from "../lib/format";

/** A session with the name of its edit. */
export interface Named {
  session: EditSession;
  edit: string;
}

/** The middle of some numbers; null of none. */
export function median(numbers: readonly number[]): number | null {
  const sorted = [...numbers].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle];
  if (upper === undefined) {
    return null;
  }
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}

/** Oldest first. */
export function byTime(sessions: readonly Named[]): Named[] {
  const time = ({ session }: Named): number => Number(session.startTime?.seconds ?? 0n);
  return [...sessions].sort((one, other) => time(one) - time(other));
}

/** Minutes of editing by hand. */
export function editingMinutes(session: EditSession): number {
  return durationSeconds(session.metrics?.userEditingTime) / 60;
}

/** A number of each session, without those that have none. */
export function series(sessions: readonly Named[], pick: (session: EditSession) => number | undefined): number[] {
  return sessions.map(({ session }) => pick(session)).filter((value) => value !== undefined);
}

export interface FlagRow {
  type: string;
  severe: boolean;
  raised: { edit: string; jobId: string; message: string; severe: boolean }[];
}

/** The flags with the sessions that raised them, the worst and most frequent first. */
export function flagsOf(sessions: readonly Named[]): FlagRow[] {
  const rows = new Map<string, FlagRow>();
  for (const { session, edit } of sessions) {
    for (const flag of session.redFlags) {
      const severe = flag.severity === RedFlag_Severity.HIGH;
      const row = rows.get(flag.type) ?? { type: flag.type, severe: false, raised: [] };
      row.severe ||= severe;
      row.raised.push({ edit, jobId: session.jobId, message: flag.message, severe });
      rows.set(flag.type, row);
    }
  }
  return [...rows.values()].sort(
    (one, other) => Number(other.severe) - Number(one.severe) || other.raised.length - one.raised.length,
  );
}

export interface InstructionRow {
  word: string;
  times: number;
  sessions: number;
}

/** How often each instruction was given, most frequent first. */
export function instructionsOf(sessions: readonly Named[]): InstructionRow[] {
  const rows = new Map<string, InstructionRow>();
  for (const { session } of sessions) {
    const given = session.metrics?.regenerateInstructions ?? [];
    for (const word of new Set(given)) {
      const row = rows.get(word) ?? { word, times: 0, sessions: 0 };
      row.times += given.filter((other) => other === word).length;
      row.sessions++;
      rows.set(word, row);
    }
  }
  return [...rows.values()].sort((one, other) => other.times - one.times);
}

export interface CalibrationPoint {
  edit: string;
  sessionId: string;
  /** 0..1 */
  confidence: number;
  /** 0..100 */
  kept: number;
}

/** How sure Rushes was of a cut, and how much of it was kept. Cuts nobody touched say nothing. */
export function calibrationOf(sessions: readonly Named[]): CalibrationPoint[] {
  return sessions.flatMap(({ session, edit }) => {
    const metrics = session.metrics;
    const touched = session.lastRevision > session.firstRevision || metrics?.exported === true || metrics?.survey !== undefined;
    return metrics?.avgAiConfidenceAll === undefined || !touched
      ? []
      : [{ edit, sessionId: session.sessionId, confidence: metrics.avgAiConfidenceAll, kept: metrics.clipsKeptPercentage }];
  });
}

export interface SplitRow {
  edit: string;
  sessionId: string;
  kept: number;
  deleted: number;
}

/** Sessions in which something was deleted, with the confidence of what was kept and what was not. */
export function splitsOf(sessions: readonly Named[]): SplitRow[] {
  return sessions.flatMap(({ session, edit }) => {
    const { avgAiConfidenceKept: kept, avgAiConfidenceDeleted: deleted } = session.metrics ?? {};
    return kept === undefined || deleted === undefined ? [] : [{ edit, sessionId: session.sessionId, kept, deleted }];
  });
}
