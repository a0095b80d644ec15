// SPDX-License-Identifier: Apache-2.0
import { type Client, Code, ConnectError } from "@connectrpc/connect";
import { type EditConflict, StaleRevisionSchema } from "../gen/rushes/v1/edit_pb";
import { type EditsResponse, MergeEditsRequest_OnConflict, type MergeEditsResponse, type TimelineService } from "../gen/rushes/v1/timeline_service_pb";
import { waitOnline } from "../lib/wait";
import { type Change, freed, shaped, standing, wire } from "./changes";
import { cutOf } from "./model";
import { type Met, type Pending, setCut, useEditor } from "./store";

/** Not the server's last word: the same is sent again. */
const OPEN = new Set([Code.Unavailable, Code.Unknown, Code.DeadlineExceeded, Code.Canceled, Code.Internal, Code.ResourceExhausted, Code.Unauthenticated]);
const REQUEST_MS = 10_000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8000;

/** What the outbox needs around it. */
export interface Surroundings {
  server: Pick<Client<typeof TimelineService>, "applyEdits" | "mergeEdits">;
  /** Where changes outlive the page. */
  storage: Pick<Storage, "getItem" | "setItem" | "removeItem">;
  onRefused: (error: ConnectError) => void;
  /** Called when nothing is on its way any more, for now. */
  onIdle: () => void;
  wait?: (ms: number, signal: AbortSignal) => Promise<void>;
}

/**
 * Changes of one job on their way to the server: kept until they are answered, sent one after the other, each under request ids that never
 * change. A change is judged by what its maker had seen: the revision it was made on and the own changes before it. What meets
 * somebody else's edit is not made; it is kept in {@link Met} until the person decides.
 */
export class Outbox {
  private sending = false;
  private waiting = false;
  private pause = FIRST_WAIT_MS;
  private end = new AbortController();

  constructor(
    private readonly jobId: string,
    private readonly around: Surroundings,
  ) {}

  /** Whether a change is on its way at this moment. */
  get isSending(): boolean {
    return this.sending;
  }

  open(): void {
    this.end = new AbortController();
    const pending = this.read<Partial<Pending> & Pick<Pending, "id" | "changes" | "revision">>("pending");
    useEditor.setState({ met: this.read<Met>("met") });
    setCut({ pending: pending.map(whole) });
  }

  close(): void {
    this.end.abort();
  }

  /** Makes changes as one step that one undo takes back. */
  make(changes: Change[], over = false): void {
    const { saved, pending, me } = useEditor.getState();
    if (saved === null || changes.length === 0) {
      return;
    }
    const steps: Change[] = [];
    const asked: number[] = [];
    let cut = pending.flatMap((step) => step.changes).reduce(shaped, saved);
    for (const change of changes) {
      const free = freed(cut, change, me, over);
      cut = free.reduce(shaped, cut);
      asked.push(steps.length + free.indexOf(change));
      steps.push(...free);
    }
    useEditor.setState({ redoable: false });
    this.keep([...pending, whole({ id: crypto.randomUUID(), changes: steps, asked, revision: saved.revision })]);
    void this.flush();
  }

  /** Settles a change that met somebody else's: theirs stays, or ours is made again on the cut as it is now. */
  decide(id: string, whose: "theirs" | "mine"): void {
    const { met } = useEditor.getState();
    const chosen = met.find((one) => one.id === id);
    this.keepMet(met.filter((one) => one.id !== id));
    if (whose === "mine" && chosen !== undefined) {
      this.make(repeatable(chosen), true);
    }
  }

  /** Sends what waits, oldest first; what cannot be sent now is tried again later. */
  async flush(): Promise<void> {
    if (this.sending) {
      return;
    }
    this.sending = true;
    let sent = true;
    try {
      for (let next = useEditor.getState().pending[0]; sent && next !== undefined; next = useEditor.getState().pending[0]) {
        sent = await this.send(next);
      }
    } finally {
      this.sending = false;
      this.around.onIdle();
    }
    if (sent) {
      this.pause = FIRST_WAIT_MS;
    } else {
      void this.later();
    }
  }

  private async later(): Promise<void> {
    if (this.waiting) {
      return;
    }
    this.waiting = true;
    const { signal } = this.end;
    const ms = this.pause * (0.75 + Math.random() / 2);
    this.pause = Math.min(this.pause * 2, LONGEST_WAIT_MS);
    await (this.around.wait ?? waitOnline)(ms, signal);
    this.waiting = false;
    if (!signal.aborted) {
      await this.flush();
    }
  }

  /** Returns whether the change is settled: made, kept for a decision, or refused with a word about it. */
  private async send(step: Pending): Promise<boolean> {
    try {
      if (step.merging) {
        this.merged(step, await this.merge(step));
      } else {
        this.settle(step, await this.apply(step));
      }
      return true;
    } catch (error) {
      const failure = ConnectError.from(error);
      if (failure.findDetails(StaleRevisionSchema).length > 0 && !step.merging) {
        return this.stale(step);
      }
      if (OPEN.has(failure.code) || isBusy(failure)) {
        return false;
      }
      this.around.onRefused(failure);
      this.settle(step, null);
      return true;
    }
  }

  private apply(step: Pending): Promise<EditsResponse> {
    return this.around.server.applyEdits(
      { jobId: this.jobId, revision: BigInt(step.revision), knownRevisions: step.known.map(BigInt), edits: step.changes.map(wire), requestId: step.id, rebase: true },
      { timeoutMs: REQUEST_MS },
    );
  }

  /** Only what is kept with the step is in the request, so that it is the same request however often it is sent. */
  private merge(step: Pending): Promise<MergeEditsResponse> {
    return this.around.server.mergeEdits(
      {
        jobId: this.jobId,
        baseRevision: BigInt(step.revision),
        knownRevisions: step.known.map(BigInt),
        edits: step.changes.map(wire),
        onConflict: step.asked.length > 1 ? MergeEditsRequest_OnConflict.SKIP : MergeEditsRequest_OnConflict.STOP,
        requestId: step.mergeId,
      },
      { timeoutMs: REQUEST_MS },
    );
  }

  /** Somebody else was at the same place: from here on the step is merged, never applied, because its merge may be made unheard. */
  private stale(step: Pending): Promise<boolean> {
    const merging = { ...step, merging: true };
    this.keep(useEditor.getState().pending.map((other) => (other.id === step.id ? merging : other)));
    return this.send(merging);
  }

  private merged(step: Pending, answer: MergeEditsResponse): void {
    const left = leftOf(step, answer);
    if (left.length > 0) {
      const asked = answer.conflicts.filter((conflict) => step.asked.includes(conflict.editIndex));
      this.keepMet([...useEditor.getState().met, { id: step.id, changes: left, with: (asked.length > 0 ? asked : answer.conflicts).map(plain) }]);
    }
    this.settle(step, answer);
  }

  /** The steps behind were made on top of this one, without seeing what others did before it. */
  private settle(step: Pending, answer: EditsResponse | MergeEditsResponse | null): void {
    const { saved, pending } = useEditor.getState();
    const timeline = answer?.timeline;
    const newer = timeline !== undefined && Number(timeline.revision) >= (saved?.revision ?? 0) ? cutOf(timeline) : saved;
    const made = answer?.edits.map((edit) => Number(edit.revision)) ?? [];
    this.keep(
      pending.filter((other) => other.id !== step.id).map((other) => knowing(other, made)),
      newer,
    );
  }

  private keep(pending: Pending[], saved = useEditor.getState().saved): void {
    setCut({ pending, saved });
    this.write("pending", pending);
  }

  private keepMet(met: Met[]): void {
    useEditor.setState({ met });
    this.write("met", met);
  }

  private write(what: "pending" | "met", values: unknown[]): void {
    const key = `rushes.${what}.${this.jobId}`;
    if (values.length === 0) {
      this.around.storage.removeItem(key);
    } else {
      this.around.storage.setItem(key, JSON.stringify(values));
    }
  }

  private read<T>(what: "pending" | "met"): T[] {
    try {
      return JSON.parse(this.around.storage.getItem(`rushes.${what}.${this.jobId}`) ?? "[]") as T[];
    } catch {
      return [];
    }
  }
}

/** Whether others edit faster than the server could answer: ABORTED, unless the id itself is refused. */
function isBusy(failure: ConnectError): boolean {
  const reused = failure.details.some((detail) => "value" in detail && detail.value instanceof Uint8Array && new TextDecoder().decode(detail.value).includes("REQUEST_ID_REUSED"));
  return failure.code === Code.Aborted && !reused;
}

/** What can be made again on the cut as it is: a shot that is gone cannot be changed. */
export function repeatable(met: Met): Change[] {
  const { cut } = useEditor.getState();
  return cut === null ? [] : met.changes.filter((change) => standing(cut, change));
}

/** A step as an older page may have kept it, with all its members. */
function whole(step: Partial<Pending> & Pick<Pending, "id" | "changes" | "revision">): Pending {
  return { asked: step.changes.map((_, index) => index), known: [], mergeId: crypto.randomUUID(), merging: false, ...step };
}

/** Takes own revisions that follow without a gap as seen. */
function knowing(step: Pending, made: number[]): Pending {
  const known = new Set([...step.known, ...made]);
  let { revision } = step;
  while (known.delete(revision + 1)) {
    revision++;
  }
  return { ...step, revision, known: [...known].filter((other) => other > revision).toSorted((a, b) => a - b) };
}

/** What the person asked for and the server left out: of one change the whole, of a selection those that met something. */
function leftOf(step: Pending, answer: MergeEditsResponse): Change[] {
  const refused = new Set(answer.conflicts.map((conflict) => conflict.editIndex));
  const isWhole = step.asked.length === 1;
  return step.asked.filter((index) => (isWhole ? refused.size > 0 : refused.has(index))).flatMap((index) => step.changes[index] ?? []);
}

function plain(conflict: EditConflict): Met["with"][number] {
  return { author: conflict.otherAuthor, shot: conflict.shotId, aspect: conflict.otherRevision === 0n ? "" : conflict.aspect, said: conflict.message };
}
