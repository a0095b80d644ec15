// SPDX-License-Identifier: Apache-2.0
import { Code, ConnectError } from "@connectrpc/connect";
import { toast } from "sonner";
import { MergeEditsRequest_OnConflict, type WatchTimelineResponse } from "../gen/rushes/v1/timeline_service_pb";
import { type LoggedEdit, StaleRevisionSchema } from "../gen/rushes/v1/edit_pb";
import { reasonOf, timelines } from "../lib/api";
import { watch } from "../lib/watch";
import { words } from "../words";
import { apply, type Change, freed, wire } from "./changes";
import { takeChanges, useComments } from "./comments";
import { cutOf } from "./model";
import { type Pending, setCut, useEditor } from "./store";

const TRANSIENT = new Set([Code.Unavailable, Code.Unknown, Code.DeadlineExceeded, Code.Canceled, Code.Internal]);
const REQUEST_MS = 10_000;

/**
 * Keeps one job's cut in step with the server. Changes are shown at once, sent one after the other and kept in this browser until they are
 * answered: without a connection they wait, also over a reload, and are brought onto whatever the cut has become.
 */
export class Desk {
  private end = new AbortController();
  private sending = false;
  /** Came while a change was on its way: shown before the answer, that change would be drawn twice. */
  private held: { step: WatchTimelineResponse; back: boolean } | null = null;

  constructor(private readonly jobId: string) {}

  open(): void {
    this.end = new AbortController();
    setCut({ pending: this.kept() });
    void watch<WatchTimelineResponse>(
      {
        open: (revision, signal) =>
          timelines.watchTimeline(
            { jobId: this.jobId, lastKnownRevision: revision, lastKnownCommentRevision: useComments.getState().revision },
            { signal },
          ),
        onStep: (step, back) => {
          if (step.comments !== undefined) {
            takeChanges(step.comments);
          }
          this.onStep(step, back);
        },
        onLink: (link) => {
          const before = useEditor.getState().link;
          useEditor.setState({ link });
          if (link === "live" && before !== "live") {
            void this.flush();
          }
        },
        onFailure: (error) => useEditor.setState({ failure: reasonOf(error) }),
      },
      this.end.signal,
    );
  }

  close(): void {
    this.end.abort();
  }

  /** Makes changes as one step that one undo takes back. */
  make(...changes: Change[]): void {
    const { saved, pending, me } = useEditor.getState();
    if (saved === null || changes.length === 0) {
      return;
    }
    const steps: Change[] = [];
    let cut = pending.flatMap((step) => step.changes).reduce(apply, saved);
    for (const change of changes) {
      const free = freed(cut, change, me);
      cut = free.reduce(apply, cut);
      steps.push(...free);
    }
    useEditor.setState({ redoable: false });
    this.keep([...pending, { id: crypto.randomUUID(), changes: steps, revision: saved.revision }]);
    void this.flush();
  }

  async undo(): Promise<void> {
    if (await this.step(() => timelines.undoEdit({ jobId: this.jobId, requestId: crypto.randomUUID() }, { timeoutMs: REQUEST_MS }))) {
      useEditor.setState({ redoable: true });
    }
  }

  async redo(): Promise<void> {
    if (!(await this.step(() => timelines.redoEdit({ jobId: this.jobId, requestId: crypto.randomUUID() }, { timeoutMs: REQUEST_MS })))) {
      useEditor.setState({ redoable: false });
    }
  }

  /** Sends what waits, oldest first; stops at the first that cannot be sent now. */
  private async flush(): Promise<void> {
    if (this.sending) {
      return;
    }
    this.sending = true;
    try {
      for (let next = useEditor.getState().pending[0]; next !== undefined; next = useEditor.getState().pending[0]) {
        if (!(await this.send(next))) {
          return;
        }
      }
    } finally {
      this.sending = false;
      this.release();
    }
  }

  /** Returns whether the change is settled: made, or refused with a word about it. */
  private async send(step: Pending): Promise<boolean> {
    const { saved } = useEditor.getState();
    try {
      const answer = await timelines.applyEdits(
        {
          jobId: this.jobId,
          revision: BigInt(saved?.revision ?? step.revision),
          edits: step.changes.map(wire),
          requestId: step.id,
          rebase: true,
        },
        { timeoutMs: REQUEST_MS },
      );
      this.settle(step, answer.timeline);
      return true;
    } catch (error) {
      const failure = ConnectError.from(error);
      if (TRANSIENT.has(failure.code)) {
        return false;
      }
      if (failure.code === Code.Aborted) {
        return this.merge(step, failure);
      }
      toast.error(reasonOf(failure));
      this.settle(step, undefined);
      return true;
    }
  }

  /** Somebody else was at the same place: what does not meet theirs is made, the rest is named. */
  private async merge(step: Pending, stale: ConnectError): Promise<boolean> {
    const detail = stale.findDetails(StaleRevisionSchema)[0];
    try {
      const answer = await timelines.mergeEdits(
        {
          jobId: this.jobId,
          baseRevision: BigInt(step.revision),
          edits: detail?.resolvedEdits.length ? detail.resolvedEdits : step.changes.map(wire),
          onConflict: MergeEditsRequest_OnConflict.SKIP,
          requestId: crypto.randomUUID(),
        },
        { timeoutMs: REQUEST_MS },
      );
      answer.conflicts.forEach((conflict) => toast.warning(conflict.message));
      this.settle(step, answer.timeline);
      return true;
    } catch (error) {
      const failure = ConnectError.from(error);
      if (TRANSIENT.has(failure.code)) {
        return false;
      }
      toast.error(reasonOf(failure));
      this.settle(step, undefined);
      return true;
    }
  }

  private settle(step: Pending, timeline: WatchTimelineResponse["timeline"]): void {
    const { saved } = useEditor.getState();
    const newer = timeline !== undefined && Number(timeline.revision) >= (saved?.revision ?? 0) ? cutOf(timeline) : saved;
    this.keep(
      useEditor.getState().pending.filter((other) => other.id !== step.id),
      newer,
    );
  }

  private release(): void {
    const { held } = this;
    this.held = null;
    if (held !== null) {
      this.onStep(held.step, held.back);
    }
  }

  private onStep(step: WatchTimelineResponse, back: boolean): void {
    if (this.sending && step.timeline !== undefined) {
      this.held = { step, back: back || (this.held?.back ?? false) };
      return;
    }
    const { saved, me } = useEditor.getState();
    if (step.timeline !== undefined && (back || Number(step.revision) > (saved?.revision ?? 0))) {
      setCut({ saved: cutOf(step.timeline) });
    }
    if (saved !== null) {
      step.edits.filter((edit) => edit.author !== me && me !== "").forEach(announce);
    }
  }

  /** Returns whether the server made it. */
  private async step(call: () => ReturnType<typeof timelines.undoEdit>): Promise<boolean> {
    try {
      const answer = await call();
      if (answer.timeline !== undefined && Number(answer.timeline.revision) > (useEditor.getState().saved?.revision ?? 0)) {
        setCut({ saved: cutOf(answer.timeline) });
      }
      const said = answer.edits[0]?.words;
      if (said !== undefined) {
        toast(words.editor.you(placed(said)));
      }
      return true;
    } catch (error) {
      toast.error(reasonOf(error));
      return false;
    }
  }

  private keep(pending: Pending[], saved = useEditor.getState().saved): void {
    setCut({ pending, saved });
    const key = this.key();
    if (pending.length === 0) {
      localStorage.removeItem(key);
    } else {
      localStorage.setItem(key, JSON.stringify(pending));
    }
  }

  private kept(): Pending[] {
    try {
      return JSON.parse(localStorage.getItem(this.key()) ?? "[]") as Pending[];
    } catch {
      return [];
    }
  }

  private key(): string {
    return `rushes.pending.${this.jobId}`;
  }
}

/** The server's words about an edit, with the places shots have now instead of their ids. */
export function placed(said: string, cut = useEditor.getState().cut): string {
  return said.replace(/\bshot_\w+/g, (id) => {
    const at = cut?.shots.findIndex((shot) => shot.id === id) ?? -1;
    return at < 0 ? words.editor.goneShot : words.inspector.shot(at + 1).toLowerCase();
  });
}

function announce(edit: LoggedEdit): void {
  toast(words.editor.somebody(edit.author, placed(edit.words)), { id: `edit-${edit.revision}` });
}
