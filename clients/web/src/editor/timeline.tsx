// SPDX-License-Identifier: Apache-2.0
import { ZoomIn, ZoomOut, Maximize2 } from "lucide-react";
import { type MouseEvent, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { IconButton } from "../ui/button";
import { words } from "../words";
import { CommentPins } from "./comment-pins";
import type { Desk } from "./desk";
import { useFootage } from "./footage";
import { gridOf } from "./grid";
import { MarkRow, NextMark } from "./mark-row";
import { marksOf } from "./marks";
import { type Cut, type Shot, shotIndexAt } from "./model";
import { OfferStrip } from "./offer-strip";
import type { CutPlayer } from "./player";
import { Ruler } from "./ruler";
import { frameAt, type Scale, scaleOf, xOf } from "./scale";
import { playhead, shownCut, useEditor } from "./store";
import { type MenuAt, ShotMenu } from "./shot-menu";
import { ShotBox, STRIP_HEIGHT, STRIP_TOP } from "./strip";
import { useStripPointer } from "./strip-pointer";
import { type Hold, useHeldPlace, useStripTouch } from "./strip-touch";

interface TimelineProps {
  cut: Cut;
  desk: Desk;
  player: CutPlayer | null;
  shape: number;
}

/** Ruler, sound and shots of the cut. */
export function Timeline({ cut, desk, player, shape }: TimelineProps) {
  const scroll = useRef<HTMLDivElement>(null);
  const view = useView(scroll);
  const zoom = useEditor((state) => state.zoom);
  const selected = useEditor((state) => state.selected);
  const ask = useEditor((state) => state.ask);
  const { song } = useFootage();
  const scale = useMemo(() => scaleOf(cut.fps, cut.frames, zoom, view.width), [cut.fps, cut.frames, zoom, view.width]);
  const grid = useMemo(() => gridOf(cut, song?.beats ?? []), [cut.song, cut.fps, song]);
  const [menu, setMenu] = useState<MenuAt | null>(null);
  const onMenu = useCallback((shot: Shot, x: number) => setMenu({ shotId: shot.id, x, y: boxOf(shot.id)?.top ?? 0 }), []);
  const pointer = useStripPointer({ cut, desk, player, grid, scale, scroll, onMenu });
  const hold = useHeldPlace(scroll, scale);
  useStripTouch({ scroll, scale, hold, isLifted: pointer.isLifted, onSecondFinger: pointer.letGo, onTwoFingerTap: () => void desk.undo() });
  useZoomWheel(scroll, scale, hold);
  useFollow(scroll, scale);
  const thinking = ask.state === "thinking" ? ask.shotIds : null;
  const offered = ask.state === "offered" ? ask : null;
  const marks = useMemo(() => marksOf(cut, grid), [cut, grid]);
  const settledIds = pointer.settledOrder;

  return (
    <section aria-label={words.timeline.label} className="relative flex h-full flex-col border-t border-line bg-panel">
      <div
        ref={scroll}
        data-scroll
        onContextMenu={(event) => askAt(event, cut, setMenu)}
        className="relative min-h-0 flex-1 touch-pan-x overflow-x-auto overflow-y-hidden overscroll-x-contain select-none [-webkit-touch-callout:none]"
      >
        <div className="relative" style={{ width: scale.width, height: STRIP_TOP + STRIP_HEIGHT + 8 }}>
          <Ruler cut={cut} grid={grid} scale={scale} view={view} onSeek={(frame) => player?.seek(frame)} />
          <div role="group" data-strip aria-label={words.timeline.strip} className="absolute inset-x-0" style={{ top: STRIP_TOP, height: STRIP_HEIGHT }}>
            {cut.shots.filter((shot) => !settledIds.includes(shot.id)).map((shot) => (
              <div key={shot.id} className="absolute inset-y-0 rounded-md border-2 border-dashed border-accent bg-accent/15" style={{ left: xOf(scale, shot.start), width: shot.frames * scale.perFrame }} />
            ))}
            {settledIds.map((id) => {
              const index = cut.shots.findIndex((shot) => shot.id === id);
              const shot = cut.shots[index];
              return (
                shot && (
                  <ShotBox
                    key={id}
                    shot={shot}
                    at={index}
                    fps={cut.fps}
                    scale={scale}
                    shape={shape}
                    selected={selected.includes(id)}
                    dragged={pointer.moving === id}
                    lifted={pointer.lifted === id}
                    changed={false}
                    busy={thinking?.has(id) ?? false}
                    gliding={pointer.gliding}
                    onGrip={pointer.onGrip}
                    onOpen={pointer.onOpen}
                  />
                )
              );
            })}
            {pointer.ghost}
          </div>
          {offered === null && <MarkRow marks={marks} cut={cut} scale={scale} />}
          {offered !== null && <OfferStrip offered={offered} cut={cut} scale={scale} shape={shape} />}
          <CommentPins cut={cut} scale={scale} player={player} />
          {pointer.line}
          <Playhead scale={scale} cut={cut} />
        </div>
      </div>
      <div className="flex h-11 items-center gap-1 pr-3 pl-4">
        <p className="mr-auto truncate text-[13px] text-faint">{coarse() ? words.timeline.helpTouch : words.timeline.help}</p>
        <NextMark marks={marks} player={player} />
        <IconButton label={words.timeline.zoomOut} shortcut="−" look="quiet" onClick={() => zoomBy(1 / 1.5, scale)}>
          <ZoomOut size={18} />
        </IconButton>
        <IconButton label={words.timeline.zoomIn} shortcut="+" look="quiet" onClick={() => zoomBy(1.5, scale)}>
          <ZoomIn size={18} />
        </IconButton>
        <IconButton label={words.timeline.fit} shortcut="Z" look="quiet" onClick={() => useEditor.setState({ zoom: null })}>
          <Maximize2 size={18} />
        </IconButton>
      </div>
      <ShotMenu at={menu} cut={cut} desk={desk} player={player} onClose={() => setMenu(null)} />
    </section>
  );
}

/** Whether fingers are what this machine is mostly used with. */
const coarse = (): boolean => matchMedia("(pointer: coarse)").matches;

/** A right click or the menu key asks about the shot; a finger's long press has asked already. */
function askAt(event: MouseEvent<HTMLElement>, cut: Cut, ask: (at: MenuAt) => void): void {
  const box = (event.target as HTMLElement).closest<HTMLElement>("[data-shot]");
  const shot = cut.shots.find((candidate) => candidate.id === box?.dataset.shot);
  if (box === null || shot === undefined) {
    return;
  }
  event.preventDefault();
  if ((event.nativeEvent as PointerEvent).pointerType === "touch" || useEditor.getState().ask.state !== "idle") {
    return;
  }
  if (!useEditor.getState().selected.includes(shot.id)) {
    useEditor.setState({ selected: [shot.id] });
  }
  const { left, right, top } = box.getBoundingClientRect();
  ask({ shotId: shot.id, x: Math.min(Math.max(event.clientX, left), right), y: top });
}

const boxOf = (shotId: string): DOMRect | undefined => document.querySelector(`[data-shot="${CSS.escape(shotId)}"]`)?.getBoundingClientRect();

/** Zooms in by a factor; below the fit it is the fit again. */
export function zoomBy(factor: number, scale: Pick<Scale, "perFrame" | "fps">): void {
  const next = scale.perFrame * scale.fps * factor;
  useEditor.setState({ zoom: next });
}

/** Width and place of the window onto a strip, in pixels. */
export function useView(scroll: React.RefObject<HTMLDivElement | null>): { width: number; left: number } {
  const [view, setView] = useState({ width: 800, left: 0 });
  useEffect(() => {
    const box = scroll.current;
    if (box === null) {
      return;
    }
    const look = (): void => setView({ width: box.clientWidth, left: box.scrollLeft });
    const observer = new ResizeObserver(look);
    observer.observe(box);
    box.addEventListener("scroll", look, { passive: true });
    look();
    return () => {
      observer.disconnect();
      box.removeEventListener("scroll", look);
    };
  }, [scroll]);
  return view;
}

/** Ctrl and wheel, or a pinch on a touch pad, zoom around the pointer. */
function useZoomWheel(scroll: React.RefObject<HTMLDivElement | null>, scale: Scale, hold: Hold): void {
  const now = useRef(scale);
  now.current = scale;
  useEffect(() => {
    const box = scroll.current;
    if (box === null) {
      return;
    }
    const wheel = (event: WheelEvent): void => {
      if (!event.ctrlKey && !event.metaKey) {
        return;
      }
      event.preventDefault();
      const x = event.clientX - box.getBoundingClientRect().left;
      hold(frameAt(now.current, x + box.scrollLeft), x);
      zoomBy(Math.exp(-event.deltaY / 300), now.current);
    };
    box.addEventListener("wheel", wheel, { passive: false });
    return () => box.removeEventListener("wheel", wheel);
  }, [scroll, hold]);
}

/** Scrolls a page on when the playhead runs out of the window. */
function useFollow(scroll: React.RefObject<HTMLDivElement | null>, scale: Scale): void {
  useEffect(
    () =>
      playhead.subscribe((frame) => {
        const box = scroll.current;
        if (box === null || scale.width <= box.clientWidth) {
          return;
        }
        const x = xOf(scale, frame);
        if (x < box.scrollLeft || x > box.scrollLeft + box.clientWidth - 24) {
          box.scrollLeft = x - 64;
        }
      }),
    [scroll, scale],
  );
}

export function Playhead({ scale, cut }: { scale: Scale; cut: Cut }) {
  const mark = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const place = (frame: number): void => {
      if (mark.current !== null) {
        mark.current.style.transform = `translateX(${xOf(scale, frame)}px)`;
      }
    };
    place(playhead.get());
    return playhead.subscribe(place);
  }, [scale, cut]);
  return (
    <div ref={mark} aria-hidden className="pointer-events-none absolute inset-y-0 left-0 z-20 w-0">
      <div className="absolute inset-y-0 -left-px w-0.5 bg-accent" />
      <div className="absolute top-0 -left-[7px] h-4 w-3.5 rounded-t-sm rounded-b-full bg-accent" />
    </div>
  );
}

/** The shot under the playhead is what keys act on when nothing is selected. */
export function targetShot(): string | null {
  const state = useEditor.getState();
  const cut = shownCut(state);
  return state.selected.at(-1) ?? (cut === null ? null : (cut.shots[shotIndexAt(cut, playhead.get())]?.id ?? null));
}
