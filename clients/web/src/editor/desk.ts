// SPDX-License-Identifier: Apache-2.0
import { toast } from "sonner";
import type { WatchTimelineResponse } from "../gen/rushes/v1/timeline_service_pb";
import type { LoggedEdit } from "../gen/rushes/v1/edit_pb";
import { reasonOf, timelines } from "../lib/api";
import { belongings } from "../lib/sign-in";
import { watch } from "../lib/watch";
import { words } from "../words";
import type { Change } from "./changes";
import { takeChanges, useComments } from "./comments";
import { cutOf } from "./model";
import { Outbox } from "./outbox";
import { setCut, useEditor } from "./store";

const REQUEST_MS = 10_000;

/**
 * Keeps one job's cut in step with the server. Changes are shown at once, sent one after the other and kept in this browser until they are
 * answered: without a connection they wait, also over a reload, and are brought onto whatever the cut has become.
 */
export class Desk {
  private end = new AbortController();
  private readonly outbox: Outbox;
  /** Came while a change was on its way: shown before the answer, that change would be drawn twice. */
  private held: { step: WatchTimelineResponse; back: boolean } | null = null;

  constructor(private readonly jobId: string) {
    this.outbox = new Outbox(jobId, { server: timelines, storage: belongings(), onRefused: (error) => toast.error(reasonOf(error)), onIdle: () => this.release() });
  }

  open(): void {
    this.end = new AbortController();
    this.outbox.open();
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
            void this.outbox.flush();
          }
        },
        onFailure: (error) => useEditor.setState({ failure: reasonOf(error) }),
      },
      this.end.signal,
    );
  }

  close(): void {
    this.end.abort();
    this.outbox.close();
  }

  /** Makes changes as one step that one undo takes back. */
  make(...changes: Change[]): void {
    this.outbox.make(changes);
  }

  /** Settles a change that met somebody else's. */
  decide(id: string, whose: "theirs" | "mine"): void {
    this.outbox.decide(id, whose);
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

  private release(): void {
    const { held } = this;
    this.held = null;
    if (held !== null) {
      this.onStep(held.step, held.back);
    }
  }

  private onStep(step: WatchTimelineResponse, back: boolean): void {
    if (this.outbox.isSending && step.timeline !== undefined) {
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
}

/** Ids of shots: those of a generated cut, and those of shots that people added. */
const SHOT_ID = /\b(?:shot_\w+|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b/g;

/** The server's words about an edit, with the places shots have now instead of their ids. */
export function placed(said: string, cut = useEditor.getState().cut): string {
  return said.replace(SHOT_ID, (id) => {
    const at = cut?.shots.findIndex((shot) => shot.id === id) ?? -1;
    return at < 0 ? words.editor.goneShot : words.inspector.shot(at + 1).toLowerCase();
  });
}

function announce(edit: LoggedEdit): void {
  toast(words.editor.somebody(edit.author, placed(edit.words)), { id: `edit-${edit.revision}` });
}
