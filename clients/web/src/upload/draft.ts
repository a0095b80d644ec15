// SPDX-License-Identifier: Apache-2.0
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Job } from "../gen/rushes/v1/job_pb";
import { type Media, Media_State } from "../gen/rushes/v1/media_pb";
import type { LeftOut, Role } from "./kinds";
import { chosenAgain, type Item, knownItem, newItem, twinOf } from "./items";
import type { Poster } from "./poster";

/** What the draft needs of the world. */
export interface Ground {
  createJob: () => Promise<Job>;
  announce: (jobId: string, item: Item) => Promise<Media>;
  send: (item: Item, onOffset: (bytes: number) => void, signal: AbortSignal) => Promise<void>;
  /** How many bytes of an announced file are there. */
  offset: (mediaId: string) => Promise<number>;
  /** Takes a file out of the edit; rejects when the cut needs it. */
  remove: (mediaId: string) => Promise<void>;
  hash: (file: File, onShare: (share: number) => void) => Promise<string>;
  poster: (file: File) => Promise<Poster>;
  /** What to say of an error: what is wrong and what to do. */
  words: (error: unknown) => string;
}

export interface DraftState {
  job: Job | null;
  items: Item[];
  leftOut: LeftOut[];
  /** Everything stands still because a person wants it. */
  paused: boolean;
  /** Why there is no edit to add files to. */
  trouble: string | null;
  /** Where in the song the video shall begin, once a person moved it; seconds. */
  songStart: number | null;
}

const READERS = 2;
const SENDERS = 3;

/** The files of one edit on their way to the server. Lives beside the pages, so that leaving one stops nothing. */
export class Draft {
  readonly store: StoreApi<DraftState>;
  private readonly sending = new Map<string, AbortController>();
  private readonly reading = new Set<string>();
  private job: Promise<Job> | null;

  constructor(
    private readonly ground: Ground,
    job: Job | null,
    known: readonly Media[],
  ) {
    this.job = job === null ? null : Promise.resolve(job);
    this.store = createStore<DraftState>(() => ({
      job,
      items: known.map(knownItem),
      leftOut: [],
      paused: false,
      trouble: null,
      songStart: null,
    }));
    known.map(knownItem).forEach((item) => void this.measure(item));
  }

  /** The edit; made when it is first needed. */
  ready(): Promise<Job> {
    this.job ??= this.ground.createJob().then(
      (job) => {
        this.store.setState({ job, trouble: null });
        return job;
      },
      (error: unknown) => {
        this.job = null;
        this.store.setState({ trouble: this.ground.words(error) });
        throw error;
      },
    );
    return this.job;
  }

  add(files: readonly File[], role: Role, leftOut: readonly LeftOut[] = []): void {
    for (const file of files) {
      const before = chosenAgain(this.items(), file, role);
      const item = before ?? newItem(file, role);
      if (before === undefined) {
        this.store.setState(({ items }) => ({ items: [...items, item] }));
      } else {
        this.patch(item.key, { file, phase: "reading", read: 0 });
      }
      if (role !== "song") {
        void this.look(item.key, file);
      }
    }
    this.store.setState((state) => ({ leftOut: [...state.leftOut, ...leftOut] }));
    this.pump();
  }

  forgetLeftOut(): void {
    this.store.setState({ leftOut: [] });
  }

  pause(key: string): void {
    this.patch(key, { phase: "paused" });
    this.sending.get(key)?.abort();
  }

  resume(key: string): void {
    this.patch(key, { phase: "queued", reason: null });
    this.store.setState({ paused: false });
    this.pump();
  }

  /** Stops or goes on with everything. */
  pauseAll(paused: boolean): void {
    this.store.setState({ paused });
    for (const item of this.items()) {
      if (paused && (item.phase === "sending" || item.phase === "queued")) {
        this.pause(item.key);
      } else if (!paused && item.phase === "paused") {
        this.patch(item.key, { phase: "queued" });
      }
    }
    this.pump();
  }

  /** Takes a failed file up again from the beginning; the file may have changed. */
  retry(key: string): void {
    const again = { phase: "reading", read: 0, sha: null, mediaId: null, reason: null } as const;
    this.patch(key, again);
    this.pump();
  }

  /**
   * Takes a file out of the edit, wherever it stands. Rejects with why when the server needs it, and it is there as before; a file that
   * was never announced only goes from here.
   */
  async remove(key: string): Promise<void> {
    const item = this.item(key);
    if (item === undefined) {
      return;
    }
    const sending = item.phase === "sending" || item.phase === "queued";
    if (sending) {
      this.pause(key);
    }
    if (item.mediaId !== null) {
      try {
        await this.ground.remove(item.mediaId);
      } catch (error) {
        if (sending) {
          this.resume(key);
        }
        throw new Error(this.ground.words(error));
      }
    }
    this.store.setState(({ items }) => ({ items: items.filter((other) => other.key !== key) }));
  }

  /** Takes out every file that was announced and never came. */
  async removeMissing(): Promise<void> {
    await Promise.all(
      this.items()
        .filter((item) => item.phase === "missing")
        .map((item) => this.remove(item.key)),
    );
  }

  /** Takes every failed file up again. */
  retryAll(): void {
    this.store.setState({ trouble: null });
    this.items()
      .filter((item) => item.phase === "failed" && item.file !== null)
      .forEach((item) => this.retry(item.key));
  }

  setSongStart(seconds: number | null): void {
    this.store.setState({ songStart: seconds });
  }

  setJob(job: Job): void {
    this.job = Promise.resolve(job);
    this.store.setState({ job });
  }

  /** Whether leaving the page would stop something. */
  busy(): boolean {
    return this.items().some((item) => ["reading", "queued", "sending"].includes(item.phase));
  }

  /** Resolves when every file at hand is named to the server, so that a cut waits for it. */
  named(): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (!this.items().some((item) => item.phase === "reading")) {
          stop();
          resolve();
        }
      };
      const stop = this.store.subscribe(look);
      look();
    });
  }

  private items(): Item[] {
    return this.store.getState().items;
  }

  private item(key: string): Item | undefined {
    return this.items().find((item) => item.key === key);
  }

  private patch(key: string, change: Partial<Item>): void {
    this.store.setState(({ items }) => ({
      items: items.map((item) => (item.key === key ? { ...item, ...change } : item)),
    }));
  }

  /** Finds out how much of a file from earlier is there. */
  private async measure(item: Item): Promise<void> {
    if (item.phase === "missing" && item.mediaId !== null) {
      const sent = await this.ground.offset(item.mediaId).catch(() => 0);
      if (this.item(item.key)?.phase === "missing") {
        this.patch(item.key, { sent });
      }
    }
  }

  private async look(key: string, file: File): Promise<void> {
    const { url, duration } = await this.ground.poster(file);
    this.patch(key, { poster: url, shown: url !== null, seconds: duration });
  }

  /** Starts what may start: songs first, because the beat comes from them. */
  private pump(): void {
    const next = (phase: Item["phase"], taken: (key: string) => boolean): Item | undefined => {
      const open = this.items().filter((item) => item.phase === phase && item.file !== null && !taken(item.key));
      return open.find((item) => item.role === "song") ?? open[0];
    };
    while (this.reading.size < READERS) {
      const item = next("reading", (key) => this.reading.has(key));
      if (item === undefined) {
        break;
      }
      this.reading.add(item.key);
      void this.read(item).finally(() => {
        this.reading.delete(item.key);
        this.pump();
      });
    }
    while (this.sending.size < SENDERS && !this.store.getState().paused) {
      const item = next("queued", (key) => this.sending.has(key));
      if (item === undefined) {
        break;
      }
      const control = new AbortController();
      this.sending.set(item.key, control);
      void this.send(item, control.signal).finally(() => {
        this.sending.delete(item.key);
        this.pump();
      });
    }
  }

  private async read(item: Item): Promise<void> {
    try {
      const [sha, job] = await Promise.all([
        this.ground.hash(item.file as File, (read) => this.patch(item.key, { read })),
        this.ready(),
      ]);
      const twin = twinOf(this.items(), item.key, item.role, sha);
      if (twin !== undefined) {
        this.merge(item, twin);
        return;
      }
      const known = item.sha === sha && item.mediaId !== null;
      if (this.item(item.key) === undefined) {
        return;
      }
      this.patch(item.key, { sha, read: 1 });
      const media = known ? null : await this.ground.announce(job.jobId, { ...item, sha });
      if (this.item(item.key) === undefined) {
        // Taken out while the server was told of it.
        await (media === null ? Promise.resolve() : this.ground.remove(media.mediaId));
        return;
      }
      const there = media?.state === Media_State.ACTIVE;
      this.patch(item.key, {
        ...(media === null ? {} : { mediaId: media.mediaId }),
        phase: there ? "done" : this.store.getState().paused ? "paused" : "queued",
        sent: there ? item.size : 0,
      });
    } catch (error) {
      this.patch(item.key, { phase: "failed", reason: this.ground.words(error) });
    }
  }

  /** Equal bytes are kept once; a file that was missing gets them. */
  private merge(item: Item, twin: Item): void {
    const now = this.item(item.key) ?? item;
    this.store.setState(({ items }) => ({ items: items.filter((other) => other.key !== item.key) }));
    const looks = { poster: twin.poster ?? now.poster, shown: twin.shown ?? now.shown, seconds: twin.seconds ?? now.seconds };
    if (twin.phase === "missing") {
      this.patch(twin.key, { ...looks, file: item.file, phase: this.store.getState().paused ? "paused" : "queued" });
    } else if (twin.file === null) {
      this.patch(twin.key, { ...looks, file: item.file });
    } else {
      this.patch(twin.key, { copies: [...twin.copies, item.name] });
    }
  }

  private async send(item: Item, signal: AbortSignal): Promise<void> {
    this.patch(item.key, { phase: "sending" });
    try {
      await this.ground.send(item, (sent) => this.patch(item.key, { sent }), signal);
      this.patch(item.key, { phase: "done", sent: item.size });
    } catch (error) {
      if (!signal.aborted) {
        this.patch(item.key, { phase: "failed", reason: this.ground.words(error) });
      }
    }
  }
}
