// SPDX-License-Identifier: Apache-2.0
import { Code, ConnectError } from "@connectrpc/connect";
import { toast } from "sonner";
import type { Instruction } from "../gen/rushes/v1/proposal_pb";
import { proposals, reasonOf, timelines } from "../lib/api";
import { words } from "../words";
import { type Cut, cutOf } from "./model";
import { acceptance, offeredCut, partsOf, rejection } from "./offer";
import { type Range, setCut, settledCut, useEditor } from "./store";

let running: AbortController | null = null;

/** Shots that may change when something is asked of a range; null is the whole. */
export function reach(cut: Cut, range: Range | null, selected: string[]): { shots: Cut["shots"]; locked: number; shotId: string | null; range: Range | null } {
  const one = range === null && selected.length === 1 ? (selected[0] ?? null) : null;
  const span = range === null && selected.length > 1 ? spanOf(cut, selected) : range;
  const shots = cut.shots.filter((shot) => (one !== null ? shot.id === one : span === null || (shot.start >= span.from && shot.start < span.to)));
  return { shots, locked: shots.filter((shot) => shot.lock !== null).length, shotId: one, range: span };
}

function spanOf(cut: Cut, selected: string[]): Range {
  const chosen = cut.shots.filter((shot) => selected.includes(shot.id));
  return {
    from: Math.min(...chosen.map((shot) => shot.start)),
    to: Math.max(...chosen.map((shot) => shot.start + shot.frames)),
  };
}

/** Asks for another cut; the first answer is shown at once and the better one when it comes. */
export async function ask(instruction: Instruction): Promise<void> {
  const state = useEditor.getState();
  const cut = settledCut();
  if (cut === null || state.ask.state === "thinking") {
    return;
  }
  const wanted = reach(cut, state.range, state.selected);
  running?.abort();
  running = new AbortController();
  useEditor.setState({
    ask: { state: "thinking", instruction, section: wanted.range, shotIds: new Set(wanted.shots.map((shot) => shot.id)) },
  });
  try {
    const answers = proposals.regenerateSection(
      {
        ask: {
          jobId: cut.jobId,
          revision: BigInt(cut.revision),
          instruction,
          seed: BigInt(Math.floor(Math.random() * 2 ** 31)),
          shotId: wanted.shotId ?? "",
          ...(wanted.range === null
            ? {}
            : { section: { startFrame: BigInt(wanted.range.from), frameCount: BigInt(wanted.range.to - wanted.range.from) } }),
        },
      },
      { signal: running.signal },
    );
    for await (const { proposal } of answers) {
      const standing = settledCut();
      if (proposal !== undefined && standing !== null) {
        const before = useEditor.getState().ask;
        const refused = before.state === "offered" ? before.refused : new Set<number>();
        useEditor.setState({
          ask: { state: "offered", instruction, proposal, offered: offeredCut(standing, proposal, refused), settled: proposal.settled, refused },
        });
      }
    }
    const last = useEditor.getState().ask;
    if (last.state === "offered") {
      useEditor.setState({ ask: { ...last, settled: true } });
    } else if (last.state === "thinking") {
      useEditor.setState({ ask: { state: "idle" } });
    }
  } catch (error) {
    if (ConnectError.from(error).code !== Code.Canceled) {
      toast.error(reasonOf(error));
      if (useEditor.getState().ask.state === "thinking") {
        useEditor.setState({ ask: { state: "idle" } });
      }
    }
  }
}

/** Takes the ticked parts as one edit. */
export async function accept(): Promise<void> {
  const { ask: held, saved } = useEditor.getState();
  if (held.state !== "offered" || saved === null) {
    return;
  }
  running?.abort();
  const parts = partsOf(saved, held.proposal);
  if (parts.length === 0) {
    toast.warning(words.ai.stale);
    useEditor.setState({ ask: { state: "idle" } });
    return;
  }
  try {
    const answer = await timelines.applyEdits(
      {
        jobId: saved.jobId,
        revision: held.proposal.baseRevision,
        edits: [acceptance(saved, held.proposal, held.refused)],
        requestId: crypto.randomUUID(),
        rebase: true,
      },
      { timeoutMs: 10_000 },
    );
    useEditor.setState({ ask: { state: "idle" } });
    if (answer.timeline !== undefined) {
      setCut({ saved: cutOf(answer.timeline) });
    }
    held.proposal.receipt?.sentences.slice(0, 1).forEach((sentence) => toast.success(sentence));
  } catch (error) {
    toast.error(reasonOf(error));
  }
}

/** Leaves the cut as it is; only the log says that there was a proposal. */
export async function reject(): Promise<void> {
  const { ask: held, saved } = useEditor.getState();
  running?.abort();
  useEditor.setState({ ask: { state: "idle" } });
  if (held.state === "offered" && saved !== null) {
    await timelines
      .applyEdits({ jobId: saved.jobId, revision: BigInt(saved.revision), edits: [rejection(held.proposal)], rebase: true, omitTimeline: true })
      .catch(() => undefined);
  }
}
