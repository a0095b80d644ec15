// SPDX-License-Identifier: Apache-2.0
import { LoaderCircle, Magnet, Maximize, MessageCirclePlus, Pause, Play, Repeat, SkipBack, StepBack, StepForward, Volume2, VolumeX } from "lucide-react";
import { type RefObject, useEffect, useRef, useState } from "react";
import { MediaPreview_State } from "../gen/rushes/v1/media_preview_pb";
import { clock } from "../lib/format";
import { IconButton } from "../ui/button";
import { classNames } from "../ui/class-names";
import { words } from "../words";
import { beginWriting } from "./comments";
import { useFootage } from "./footage";
import { beatAt, type GridBeat } from "./grid";
import { type Cut, lookWords, shotIndexAt } from "./model";
import type { CutPlayer } from "./player";
import { type FrameOf, playhead, useEditor } from "./store";

interface PreviewProps {
  cut: Cut;
  grid: GridBeat[];
  stage: RefObject<HTMLDivElement | null>;
  player: CutPlayer | null;
  shape: number;
  /** Whether it is looked at by somebody who may not edit: nothing here is about editing then. */
  viewing?: boolean;
}

/** The picture with its transport. A click plays and pauses, a sideways drag scrubs. */
export function Preview({ cut, grid, stage, player, shape, viewing = false }: PreviewProps) {
  const box = useRef<HTMLDivElement>(null);
  const look = useEditor((state) => state.look);
  const before = useEditor((state) => state.before !== null);
  const offered = useEditor((state) => state.ask.state === "offered");
  const drag = useRef<{ x: number; frame: number; moved: boolean } | null>(null);
  return (
    <section ref={box} aria-label={words.preview.label} className="flex min-h-0 min-w-0 flex-col items-center bg-ground pt-3">
      <div className="flex min-h-0 w-full flex-1 items-center justify-center px-4 [container-type:size]">
        <div
          className={classNames("relative cursor-pointer overflow-hidden rounded-xl bg-black", viewing ? "touch-pan-y" : "touch-none")}
          style={{ aspectRatio: String(shape), width: `min(100cqw, calc(100cqh * ${shape}))` }}
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            drag.current = { x: event.clientX, frame: playhead.get(), moved: false };
          }}
          onPointerMove={(event) => {
            const held = drag.current;
            if (held !== null && (held.moved || Math.abs(event.clientX - held.x) > 4)) {
              held.moved = true;
              player?.pause();
              player?.seek(held.frame + (event.clientX - held.x) / 4);
            }
          }}
          onPointerUp={() => {
            if (drag.current?.moved === false) {
              player?.toggle();
            }
            drag.current = null;
          }}
        >
          <div ref={stage} data-stage className="absolute inset-0 overflow-hidden" />
          {look.kind === "edges" && <Edges left={look.left} right={look.right} fps={cut.fps} />}
          <Preparing cut={cut} />
          <ShotChip cut={cut} />
          {(before || offered) && (
            <span className={classNames("absolute right-3 bottom-3 rounded-md px-2.5 py-1 text-[13px] font-semibold", before ? "bg-white text-ground" : "bg-ai text-ground")}>
              {before ? words.preview.before : words.preview.proposed}
            </span>
          )}
        </div>
      </div>
      <Transport cut={cut} grid={grid} player={player} viewing={viewing} fullScreen={() => void box.current?.requestFullscreen()} />
    </section>
  );
}

/** Why there is no picture: the clip's proxy is still being made. */
function Preparing({ cut }: { cut: Cut }) {
  const { clips } = useFootage();
  const mediaId = useFrame((frame) => cut.shots[shotIndexAt(cut, frame)]?.mediaId);
  const preview = clips.get(mediaId ?? "")?.preview;
  if (mediaId === undefined || preview?.proxy !== undefined || preview?.state === MediaPreview_State.FAILED) {
    return null;
  }
  return (
    <p role="status" className="absolute inset-x-4 top-1/2 flex -translate-y-1/2 flex-col items-center gap-3 text-center text-[13px] text-white">
      <LoaderCircle size={24} className="animate-spin" /> {words.preview.preparing}
    </p>
  );
}

/** Number and kind of the shot under the playhead. */
function ShotChip({ cut }: { cut: Cut }) {
  const index = useFrame((frame) => shotIndexAt(cut, frame));
  const shot = cut.shots[index];
  if (shot === undefined) {
    return null;
  }
  const look = lookWords(shot.look);
  return (
    <span className="absolute top-3 left-3 rounded-md bg-black/65 px-2.5 py-1 text-[13px] text-white">
      {words.preview.shot(index + 1, cut.shots.length)}
      {look !== "" && ` · ${look}`}
    </span>
  );
}

interface TransportProps extends Pick<PreviewProps, "cut" | "grid" | "player" | "viewing"> {
  fullScreen: () => void;
}

function Transport({ cut, grid, player, viewing, fullScreen }: TransportProps) {
  const { playing, looping, snapping, muted } = useEditor();
  const previous = (): void => {
    const index = shotIndexAt(cut, playhead.get());
    const start = cut.shots[index]?.start ?? 0;
    player?.seek(playhead.get() > start ? start : (cut.shots[index - 1]?.start ?? 0));
  };
  const next = (): void => player?.seek(cut.shots[shotIndexAt(cut, playhead.get()) + 1]?.start ?? cut.frames);
  return (
    <div className="flex flex-wrap items-center justify-center gap-2 py-3">
      <IconButton label={words.preview.first} shortcut="Home" onClick={() => player?.seek(0)}>
        <SkipBack size={18} />
      </IconButton>
      <IconButton label={words.preview.previous} shortcut="↑" onClick={previous}>
        <StepBack size={18} />
      </IconButton>
      <IconButton label={playing ? words.preview.pause : words.preview.play} shortcut="Space" look="main" onClick={() => player?.toggle()}>
        {playing ? <Pause size={20} fill="currentColor" /> : <Play size={20} fill="currentColor" />}
      </IconButton>
      <IconButton label={words.preview.next} shortcut="↓" onClick={next}>
        <StepForward size={18} />
      </IconButton>
      <Time cut={cut} grid={grid} />
      <IconButton label={words.comments.add} shortcut="M" onClick={beginWriting}>
        <MessageCirclePlus size={18} />
      </IconButton>
      <IconButton label={words.preview.loop} aria-pressed={looping} onClick={() => useEditor.setState({ looping: !looping })}>
        <Repeat size={18} />
      </IconButton>
      {viewing !== true && (
        <IconButton label={words.preview.snap} shortcut="N" aria-pressed={snapping} onClick={() => useEditor.setState({ snapping: !snapping })}>
          <Magnet size={18} />
        </IconButton>
      )}
      <IconButton label={words.preview.mute} shortcut="Shift M" aria-pressed={!muted} onClick={() => useEditor.setState({ muted: !muted })}>
        {muted ? <VolumeX size={18} /> : <Volume2 size={18} />}
      </IconButton>
      {document.fullscreenEnabled && (
        <IconButton label={words.preview.fullScreen} shortcut="F" onClick={fullScreen}>
          <Maximize size={18} />
        </IconButton>
      )}
    </div>
  );
}

/** Time and musical place; written into the page directly, because it changes with every picture. */
function Time({ cut, grid }: { cut: Cut; grid: GridBeat[] }) {
  const time = useRef<HTMLSpanElement>(null);
  const bar = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const write = (frame: number): void => {
      if (time.current !== null) {
        time.current.textContent = clock(frame / cut.fps, true);
      }
      if (bar.current !== null) {
        const beat = beatAt(grid, frame);
        bar.current.textContent = beat === null ? "" : `bar ${beat.bar}.${beat.beat}`;
      }
    };
    write(playhead.get());
    return playhead.subscribe(write);
  }, [cut, grid]);
  return (
    <div className="min-w-36 px-2 text-center" data-time>
      <span ref={time} className="font-semibold" />
      <span className="text-faint"> / {clock(cut.frames / cut.fps, true)}</span>
      <span ref={bar} className="block h-4 text-[12px] leading-4 text-faint" />
    </div>
  );
}

/** The last frame before a cut and the first behind it, beside each other. */
function Edges({ left, right, fps }: { left: FrameOf | null; right: FrameOf | null; fps: number }) {
  return (
    <div className="absolute inset-0 grid grid-cols-2 gap-0.5 bg-ground">
      <Edge frame={left} fps={fps} label={words.preview.out} />
      <Edge frame={right} fps={fps} label={words.preview.in} />
    </div>
  );
}

function Edge({ frame, fps, label }: { frame: FrameOf | null; fps: number; label: string }) {
  const video = useRef<HTMLVideoElement>(null);
  const { files } = useFootage();
  const [url, setUrl] = useState<string | null>(null);
  const mediaId = frame?.mediaId;
  useEffect(() => {
    let wanted = true;
    setUrl(null);
    if (mediaId !== undefined) {
      void files
        .url(`proxy:${mediaId}`)
        .then((found) => wanted && setUrl(found))
        .catch(() => undefined);
    }
    return () => {
      wanted = false;
    };
  }, [files, mediaId]);
  const at = frame === null ? 0 : (frame.source + 0.5) / fps;
  useEffect(() => {
    if (video.current !== null && url !== null) {
      video.current.currentTime = at;
    }
  }, [at, url]);
  return (
    <div className="relative overflow-hidden bg-black">
      {url !== null && <video ref={video} src={url} muted playsInline tabIndex={-1} aria-hidden className="size-full object-cover" />}
      <span className="absolute bottom-3 left-3 rounded bg-black/65 px-2 py-0.5 text-[13px] text-white">{label}</span>
    </div>
  );
}

/** A value of the playhead's place; draws again only when the value changes. */
export function useFrame<T>(of: (frame: number) => T): T {
  const [value, setValue] = useState(() => of(playhead.get()));
  const latest = useRef(of);
  latest.current = of;
  useEffect(() => playhead.subscribe((frame) => setValue(latest.current(frame))), []);
  return of === latest.current ? of(playhead.get()) : value;
}
