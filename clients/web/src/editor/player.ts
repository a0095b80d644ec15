// SPDX-License-Identifier: Apache-2.0
import { type Crop, edgeAt } from "./crop";
import { type Cut, type Join, type Shot, shotIndexAt } from "./model";
import { playhead, type FrameOf, type Range } from "./store";

/** Longest difference between picture and song that is let be, in seconds. */
const DRIFT = 0.08;
const SPEEDS = [1, 2, 4];

export interface PlayerParts {
  /** The box of the picture; two or three videos are put into it. */
  stage: HTMLElement;
  audio: HTMLAudioElement;
  /** Object URL of a clip's proxy. */
  proxy: (mediaId: string) => Promise<string>;
  crop: (shot: { mediaId: string; source: number; frames: number }) => Crop;
  onPlaying: (playing: boolean) => void;
}

/** A video with what it is prepared for. */
interface Slot {
  video: HTMLVideoElement;
  mediaId: string;
  shotId: string;
  source: number;
  crop: Crop | null;
}

/**
 * Plays a cut list without rendering it: muted videos take turns, each seeked to its first frame before it is needed, and the song is the
 * clock. Every method is called by the page's one thread.
 */
export class CutPlayer {
  private readonly slots: Slot[];
  private cut: Cut | null = null;
  private joins = new Map<string, Join>();
  private active: Slot | null = null;
  private playing = false;
  private loop: Range | null = null;
  private speed = 1;
  /** Without a song, or where it is silent, this clock runs. */
  private wall = { at: 0, frame: 0 };
  private still: FrameOf | null = null;
  private beat = 0;

  constructor(private readonly parts: PlayerParts) {
    this.slots = [0, 1, 2].map(() => {
      const video = document.createElement("video");
      video.muted = true;
      video.playsInline = true;
      video.preload = "auto";
      video.disablePictureInPicture = true;
      video.tabIndex = -1;
      video.setAttribute("aria-hidden", "true");
      video.className = "absolute max-w-none object-fill";
      video.style.visibility = "hidden";
      parts.stage.append(video);
      return { video, mediaId: "", shotId: "", source: -1, crop: null };
    });
    this.beat = requestAnimationFrame(this.tick);
  }

  close(): void {
    cancelAnimationFrame(this.beat);
    this.parts.audio.pause();
    this.slots.forEach((slot) => slot.video.remove());
  }

  /** Shows another cut on the same clock. */
  setCut(cut: Cut): void {
    this.cut = cut;
    this.joins = new Map(cut.joins.map((join) => [join.from, join]));
    if (playhead.get() >= cut.frames) {
      playhead.set(Math.max(0, cut.frames - 1));
    }
    // What was prepared may not stand there any more.
    this.slots.filter((slot) => slot !== this.active).forEach((slot) => (slot.shotId = ""));
    this.active = null;
    if (!this.playing) {
      this.syncSong();
    }
    this.show(playhead.get());
  }

  /** Takes the song; the picture runs by the wall clock until it can be heard. */
  setSong(url: string): void {
    this.parts.audio.src = url;
    this.syncSong();
  }

  setLoop(range: Range | null): void {
    this.loop = range;
  }

  setMuted(muted: boolean): void {
    this.parts.audio.muted = muted;
  }

  async play(speed = 1): Promise<void> {
    if (this.cut === null || this.cut.frames === 0) {
      return;
    }
    this.still = null;
    const end = this.loop?.to ?? this.cut.frames;
    if (playhead.get() >= end - 1 || (this.loop !== null && playhead.get() < this.loop.from)) {
      this.seek(this.loop?.from ?? 0);
    }
    this.speed = speed;
    this.wall = { at: performance.now(), frame: playhead.get() };
    this.playing = true;
    this.parts.onPlaying(true);
    this.syncSong();
    this.parts.audio.playbackRate = speed;
    await this.parts.audio.play().catch(() => undefined);
    this.wall = { at: performance.now(), frame: playhead.get() };
  }

  /** Twice and four times as fast with each call. */
  faster(): void {
    void this.play(this.playing ? (SPEEDS[SPEEDS.indexOf(this.speed) + 1] ?? this.speed) : 1);
  }

  pause(): void {
    if (!this.playing) {
      return;
    }
    this.playing = false;
    this.parts.audio.pause();
    this.slots.forEach((slot) => slot.video.pause());
    this.parts.onPlaying(false);
    this.show(playhead.get());
  }

  toggle(): void {
    if (this.playing) {
      this.pause();
    } else {
      void this.play();
    }
  }

  seek(frame: number): void {
    const last = Math.max(0, (this.cut?.frames ?? 1) - 1);
    playhead.set(Math.min(Math.max(0, Math.round(frame)), last));
    this.wall = { at: performance.now(), frame: playhead.get() };
    this.still = null;
    this.syncSong();
    this.show(playhead.get());
  }

  /** Shows one frame of one clip until the playhead moves. */
  showFrame(frame: FrameOf): void {
    this.pause();
    this.still = frame;
    const slot = this.slots.find((candidate) => candidate.mediaId === frame.mediaId) ?? this.spare(null);
    this.prepare(slot, { id: "", mediaId: frame.mediaId, source: frame.source, frames: 1 });
    this.reveal(slot, frame.source);
  }

  private readonly tick = (): void => {
    this.beat = requestAnimationFrame(this.tick);
    if (!this.playing || this.cut === null) {
      return;
    }
    const frame = this.clockFrame();
    const end = this.loop?.to ?? this.cut.frames;
    if (frame >= end) {
      if (this.loop !== null) {
        this.seek(this.loop.from);
        void this.parts.audio.play().catch(() => undefined);
      } else {
        playhead.set(this.cut.frames - 1);
        this.pause();
      }
      return;
    }
    playhead.set(frame);
    this.show(frame);
  };

  private clockFrame(): number {
    const { audio } = this.parts;
    const cut = this.cut;
    if (cut === null) {
      return 0;
    }
    const ran = ((performance.now() - this.wall.at) / 1000) * this.speed * cut.fps;
    if (cut.song !== null && !audio.paused && !audio.ended && audio.readyState >= 2) {
      const heard = (audio.currentTime - cut.song.start) * cut.fps;
      // The song says where we are; between its steps the wall clock does.
      if (Math.abs(heard - (this.wall.frame + ran)) > DRIFT * cut.fps) {
        this.wall = { at: performance.now(), frame: heard };
        return Math.floor(heard + 1e-6);
      }
    }
    return Math.floor(this.wall.frame + ran + 1e-6);
  }

  private syncSong(): void {
    const song = this.cut?.song ?? null;
    if (song !== null && this.cut !== null) {
      this.parts.audio.currentTime = song.start + playhead.get() / this.cut.fps;
    }
  }

  private show(frame: number): void {
    const cut = this.cut;
    if (cut === null || this.still !== null) {
      return;
    }
    const index = shotIndexAt(cut, frame);
    const shot = cut.shots[index];
    if (shot === undefined) {
      this.slots.forEach((slot) => (slot.video.style.visibility = "hidden"));
      return;
    }
    let slot = this.slots.find((candidate) => candidate.shotId === shot.id && candidate.mediaId === shot.mediaId);
    if (slot === undefined) {
      slot = this.spare(cut.shots[index + 1]?.id ?? null);
      this.prepare(slot, shot);
    }
    const source = shot.source + (frame - shot.start);
    if (slot !== this.active) {
      this.mark(cut, shot);
      this.reveal(slot, source);
    }
    this.hold(slot, source, cut.fps);
    this.place(slot, source);
    this.blend(cut, index, frame);
    const next = cut.shots[index + 1];
    if (next !== undefined && !this.slots.some((candidate) => candidate.shotId === next.id)) {
      this.prepare(this.spare(next.id), next);
    }
  }

  /** A slot that is not shown, rather one that holds nothing wanted soon. */
  private spare(keep: string | null): Slot {
    const free = this.slots.filter((slot) => slot !== this.active);
    return free.find((slot) => slot.shotId === "" || slot.shotId !== keep) ?? (this.slots[0] as Slot);
  }

  private prepare(slot: Slot, shot: Pick<Shot, "id" | "mediaId" | "source" | "frames">): void {
    slot.shotId = shot.id;
    slot.source = shot.source;
    slot.crop = this.parts.crop(shot);
    const fps = this.cut?.fps ?? 30;
    if (slot.mediaId === shot.mediaId && slot.video.readyState > 0) {
      slot.video.pause();
      slot.video.currentTime = (shot.source + 0.5) / fps;
      return;
    }
    slot.mediaId = shot.mediaId;
    void this.parts
      .proxy(shot.mediaId)
      .then((url) => {
        if (slot.mediaId === shot.mediaId) {
          if (slot.video.src !== url) {
            slot.video.src = url;
          }
          slot.video.currentTime = (slot.source + 0.5) / fps;
        }
      })
      .catch(() => undefined);
  }

  private reveal(slot: Slot, source: number): void {
    this.active = slot;
    for (const other of this.slots) {
      const shown = other === slot;
      other.video.style.visibility = shown ? "visible" : "hidden";
      other.video.style.opacity = "1";
      other.video.style.zIndex = shown ? "1" : "0";
      if (!shown) {
        other.video.pause();
      }
    }
    this.place(slot, source);
    if (this.still !== null) {
      this.aim(slot, source);
    }
  }

  /** Keeps the picture with the clock. */
  private hold(slot: Slot, source: number, fps: number): void {
    const wanted = (source + 0.5) / fps;
    if (this.playing && this.speed <= 2) {
      slot.video.playbackRate = this.speed;
      if (slot.video.paused && slot.video.readyState >= 2) {
        void slot.video.play().catch(() => undefined);
      }
      if (Math.abs(slot.video.currentTime - wanted) > DRIFT * 1.5 && !slot.video.seeking) {
        slot.video.currentTime = wanted;
      }
      return;
    }
    this.aim(slot, source);
  }

  private aim(slot: Slot, source: number): void {
    const wanted = (source + 0.5) / (this.cut?.fps ?? 30);
    slot.source = source;
    if (Math.abs(slot.video.currentTime - wanted) > 0.001 && slot.video.readyState > 0) {
      slot.video.currentTime = wanted;
    }
  }

  private place(slot: Slot, source: number): void {
    const crop = slot.crop;
    if (crop === null) {
      return;
    }
    const edge = edgeAt(crop, source);
    const long = `${100 / crop.window}%`;
    const shift = `${(-edge / crop.window) * 100}%`;
    const { style } = slot.video;
    style.width = crop.horizontal ? long : "100%";
    style.height = crop.horizontal ? "100%" : long;
    style.left = crop.horizontal ? shift : "0";
    style.top = crop.horizontal ? "0" : shift;
  }

  /** Draws the incoming shot over the outgoing one while a dissolve or whip pan runs; both are centred on the cut point. */
  private blend(cut: Cut, index: number, frame: number): void {
    const shot = cut.shots[index];
    const next = cut.shots[index + 1];
    const join = shot === undefined ? undefined : this.joins.get(shot.id);
    if (shot === undefined || next === undefined || join === undefined || join.kind === "cut") {
      return;
    }
    const cutPoint = next.start;
    const begin = cutPoint - join.inFrames;
    const slot = this.slots.find((candidate) => candidate.shotId === next.id);
    if (slot === undefined || frame < begin || join.inFrames === 0) {
      return;
    }
    const share = (frame - begin) / (join.inFrames + join.outFrames);
    slot.video.style.visibility = "visible";
    slot.video.style.zIndex = "2";
    slot.video.style.opacity = String(share);
    this.place(slot, next.source);
  }

  /** How late the picture changed, for whoever measures. */
  private mark(cut: Cut, shot: Shot): void {
    if (this.playing && playhead.get() - shot.start < 10) {
      const due = (shot.start - this.wall.frame) / cut.fps / this.speed;
      const late = performance.now() - this.wall.at - due * 1000;
      performance.mark("rushes.cut", { detail: { lateMs: late } });
    }
  }
}
