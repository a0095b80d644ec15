// SPDX-License-Identifier: Apache-2.0
import { type PointerEvent, type ReactNode, type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { toast } from "sonner";
import { words } from "../words";
import { type Change, isSoft, shotsAtEdge } from "./changes";
import { threadsOf, useComments } from "./comments";
import type { Desk } from "./desk";
import { Film } from "./film";
import { type Footage, useFootage } from "./footage";
import { type GridBeat, snapPoints, type SnapPoint } from "./grid";
import type { Cut, Shot } from "./model";
import type { CutPlayer } from "./player";
import { frameAt, type Scale, xOf } from "./scale";
import { moving, playhead, setCut, settledCut, useEditor } from "./store";
import { STRIP_HEIGHT, STRIP_TOP } from "./strip";
import { dragEdge, framesOf, type Grip, moveTo, slipBy } from "./strip-drag";
import { LIFT_MS, REST_PX } from "./strip-touch";

const START_PX = 5;
const SNAP_PX = 10;
/** This near to a side of the window a moved shot scrolls the strip, at most by so many pixels a picture. */
const RIM_PX = 56;
const RIM_SPEED = 16;
/** A locked shot gives way by this share of the drag, and springs back. */
const RESISTANCE = 0.12;

interface Options {
  cut: Cut;
  desk: Desk;
  player: CutPlayer | null;
  grid: GridBeat[];
  scale: Scale;
  scroll: RefObject<HTMLDivElement | null>;
  /** Asks what to do with a shot; x is the finger's place in the window. */
  onMenu: (shot: Shot, x: number) => void;
}

interface Held {
  shot: Shot;
  grip: Grip;
  x: number;
  moved: boolean;
  base: Cut;
  /** A finger lifted it by resting on it. */
  lifted: boolean;
}

/** A finger on a shot of which is not known yet whether it taps, rests or swipes. */
interface Press {
  shot: Shot;
  x: number;
  y: number;
  timer: ReturnType<typeof setTimeout>;
}

interface StripPointer {
  onGrip: (event: PointerEvent, shot: Shot, grip: Grip) => void;
  onOpen: (shot: Shot) => void;
  /** Ids in the order before the drag, so that boxes keep their place in the document while they glide. */
  settledOrder: string[];
  moving: string | null;
  /** The shot a finger has lifted. */
  lifted: string | null;
  isLifted: () => boolean;
  /** Lets go of what is held; nothing is changed. */
  letGo: () => void;
  gliding: boolean;
  ghost: ReactNode;
  line: ReactNode;
}

/**
 * Moves, trims and slips shots with the pointer. What is drawn while dragging is what the drop makes. A finger has to rest on a shot first:
 * then it moves the shot, or asks what to do with it; a finger that swipes scrolls.
 */
export function useStripPointer(options: Options): StripPointer {
  const footage = useFootage();
  const held = useRef<Held | null>(null);
  const press = useRef<Press | null>(null);
  const latest = useRef({ ...options, footage });
  latest.current = { ...options, footage };
  const [ghostOf, setGhostOf] = useState<Shot | null>(null);
  const [caught, setCaught] = useState<{ frame: number; point: SnapPoint | null; stopped: boolean } | null>(null);
  const [pulled, setPulled] = useState<{ id: string; x: number } | null>(null);
  const [gliding, setGliding] = useState(false);
  const [lifted, setLifted] = useState<string | null>(null);

  const finish = useCallback((drop: boolean) => {
    const change = useEditor.getState().drag;
    const current = held.current;
    held.current = null;
    endPress(press);
    if (current === null) {
      return;
    }
    setLifted(null);
    setGhostOf(null);
    setCaught(null);
    setPulled(null);
    useEditor.setState({ look: { kind: "play" } });
    if (drop && change !== null && isReal(current.base, change)) {
      latest.current.desk.make(change);
    }
    setCut({ drag: null });
    // Boxes stop gliding once they have arrived: a zoom must not glide.
    setTimeout(() => held.current === null && setGliding(false), 160);
  }, []);

  useEffect(() => {
    let beat = 0;
    const move = (event: globalThis.PointerEvent): void => {
      if (press.current !== null && Math.hypot(event.clientX - press.current.x, event.clientY - press.current.y) > REST_PX) {
        endPress(press);
      }
      const current = held.current;
      if (current === null) {
        return;
      }
      const by = event.clientX - current.x;
      if (!current.moved && Math.abs(by) < (current.lifted ? REST_PX : START_PX)) {
        return;
      }
      current.moved = true;
      setGliding(current.grip === "body");
      const { scale, scroll, grid, player } = latest.current;
      if (isHeld(current.shot)) {
        setPulled({ id: current.shot.id, x: by * RESISTANCE });
        return;
      }
      const frames = Math.round(by / scale.perFrame);
      const clipFrames = (mediaId: string): number => framesOf(latest.current.footage.clips.get(mediaId), current.base.fps);
      if (current.grip !== "body") {
        const reach = useEditor.getState().snapping && !event.altKey ? SNAP_PX / scale.perFrame : 0;
        const points = snapPoints(grid, current.base, playhead.get(), saidIn(current.base));
        const drag = dragEdge(current.base, current.shot.id, current.grip, frames, { ripple: event.shiftKey, points, reach, clipFrames });
        setCut({ drag: drag.change });
        setCaught({ frame: drag.frame, point: drag.caught, stopped: drag.stopped });
        showEdges(current, drag.change);
        return;
      }
      if (event.ctrlKey || event.metaKey) {
        const change = slipBy(current.base, current.shot.id, frames, clipFrames);
        setCut({ drag: change });
        const source = current.shot.source + (change?.kind === "slip" ? change.by : 0);
        player?.showFrame({ mediaId: current.shot.mediaId, source });
        return;
      }
      const box = scroll.current?.getBoundingClientRect();
      const x = event.clientX - (box?.left ?? 0) + (scroll.current?.scrollLeft ?? 0);
      ghostX.set(x);
      setGhostOf(current.shot);
      const change = moveTo(current.base, current.shot.id, frameAt(scale, x));
      const before = useEditor.getState().drag;
      if (before?.kind !== "move" || change.kind !== "move" || before.after !== change.after) {
        setCut({ drag: change });
      }
      cancelAnimationFrame(beat);
      const speed = box === undefined ? 0 : rimSpeed(event.clientX, box);
      const left = scroll.current?.scrollLeft ?? 0;
      scroll.current?.scrollBy(speed, 0);
      if (speed !== 0 && scroll.current?.scrollLeft !== left) {
        beat = requestAnimationFrame(() => move(event));
      }
    };
    const up = (event: globalThis.PointerEvent): void => {
      const tapped = press.current?.shot;
      const base = settledCut();
      if (tapped !== undefined && base !== null) {
        select(base, tapped.id, event.shiftKey, event.ctrlKey || event.metaKey);
        showShot(tapped, latest.current.player);
      }
      const current = held.current;
      if (current !== null && current.moved && isHeld(current.shot)) {
        refuse(latest.current.desk, current);
      }
      if (current !== null && !current.moved) {
        if (current.lifted) {
          latest.current.onMenu(current.shot, event.clientX);
        } else {
          showShot(current.shot, latest.current.player);
        }
      }
      finish(true);
    };
    const key = (event: KeyboardEvent): void => {
      if (event.key === "Escape" && held.current?.moved === true) {
        event.stopImmediatePropagation();
        finish(false);
      }
    };
    const cancel = (): void => finish(false);
    addEventListener("pointermove", move);
    addEventListener("pointerup", up);
    addEventListener("pointercancel", cancel);
    addEventListener("keydown", key, true);
    return () => {
      cancelAnimationFrame(beat);
      removeEventListener("pointermove", move);
      removeEventListener("pointerup", up);
      removeEventListener("pointercancel", cancel);
      removeEventListener("keydown", key, true);
    };
  }, [finish]);

  const onGrip = useCallback((event: PointerEvent, shot: Shot, grip: Grip) => {
    if (event.button !== 0 || useEditor.getState().ask.state !== "idle") {
      return;
    }
    const base = settledCut();
    if (base === null) {
      return;
    }
    const { clientX: x, clientY: y } = event;
    const settled = base.shots.find((other) => other.id === shot.id) ?? shot;
    if (grip === "body" && event.pointerType === "touch") {
      endPress(press);
      const timer = setTimeout(() => {
        press.current = null;
        held.current = { shot: settled, grip, x, moved: false, base, lifted: true };
        if (!useEditor.getState().selected.includes(shot.id)) {
          useEditor.setState({ selected: [shot.id] });
        }
        setLifted(shot.id);
        navigator.vibrate?.(12);
      }, LIFT_MS);
      press.current = { shot: settled, x, y, timer };
      return;
    }
    if (grip === "body" || !useEditor.getState().selected.includes(shot.id)) {
      select(base, shot.id, event.shiftKey, event.ctrlKey || event.metaKey);
    }
    held.current = { shot: settled, grip, x, moved: false, base, lifted: false };
  }, []);

  const isLifted = useCallback(() => held.current?.lifted === true, []);
  const letGo = useCallback(() => finish(false), [finish]);

  const onOpen = useCallback((shot: Shot) => {
    latest.current.player?.seek(shot.start);
    void latest.current.player?.play();
  }, []);

  const order = settledCut() ?? options.cut;
  const settledOrder = useMemo(() => order.shots.map((shot) => shot.id), [order.shots]);
  return {
    onGrip,
    onOpen,
    settledOrder,
    moving: ghostOf?.id ?? null,
    lifted,
    isLifted,
    letGo,
    gliding,
    ghost: (
      <>
        {ghostOf !== null && <Ghost shot={ghostOf} footage={footage} scale={options.scale} />}
        {pulled !== null && <Pull {...pulled} />}
      </>
    ),
    line: caught && <SnapLine x={xOf(options.scale, caught.frame)} point={caught.point} stopped={caught.stopped} />,
  };
}

/** How fast the strip scrolls under a shot held at a place: not at all but near the sides. */
function rimSpeed(x: number, box: DOMRect): number {
  const beyond = x < box.left + RIM_PX ? x - box.left - RIM_PX : Math.max(0, x - box.right + RIM_PX);
  return Math.round(Math.min(1, Math.max(-1, beyond / RIM_PX)) * RIM_SPEED);
}

function endPress(press: RefObject<Press | null>): void {
  if (press.current !== null) {
    clearTimeout(press.current.timer);
    press.current = null;
  }
}

/** Click selects one, Shift from the last to here, Ctrl one more or less. */
function select(cut: Cut, id: string, extend: boolean, toggle: boolean): void {
  const { selected } = useEditor.getState();
  if (toggle) {
    useEditor.setState({ selected: selected.includes(id) ? selected.filter((other) => other !== id) : [...selected, id] });
  } else if (extend && selected.length > 0) {
    const ids = cut.shots.map((shot) => shot.id);
    const [from, to] = [ids.indexOf(selected[0] as string), ids.indexOf(id)].toSorted((a, b) => a - b) as [number, number];
    const between = ids.slice(from, to + 1);
    useEditor.setState({ selected: selected[0] === between[0] ? between : between.toReversed() });
  } else {
    useEditor.setState({ selected: [id] });
  }
}

/** Frames that comments shown over the strip are about. */
function saidIn(cut: Cut): { frame: number; label: string }[] {
  const { comments, filter } = useComments.getState();
  return threadsOf(comments, cut, filter).flatMap(({ comment, place }) =>
    place === null ? [] : [{ frame: place.frame, label: words.comments.snap(comment.author) }],
  );
}

/** Whether a lock holds the shot against the hand, too. */
function isHeld(shot: Shot): boolean {
  return shot.lock !== null && !isSoft(shot.lock, useEditor.getState().me);
}

/** A click shows the shot, unless the cut plays or the playhead is in it. */
function showShot(shot: Shot, player: CutPlayer | null): void {
  const here = playhead.get();
  if (!useEditor.getState().playing && (here < shot.start || here >= shot.start + shot.frames)) {
    player?.seek(shot.start);
  }
}

function showEdges(held: Held, change: Change | null): void {
  if (held.grip === "body") {
    return;
  }
  const { left, right } = shotsAtEdge(useEditor.getState().cut ?? held.base, held.shot.id, held.grip);
  const ripple = change?.kind === "ripple";
  useEditor.setState({
    look: {
      kind: "edges",
      left: left && !(ripple && held.grip === "start") ? { mediaId: left.mediaId, source: left.source + left.frames - 1 } : null,
      right: right && !(ripple && held.grip === "end") ? { mediaId: right.mediaId, source: right.source } : null,
    },
  });
}

function refuse(desk: Desk, held: Held): void {
  const at = held.base.shots.findIndex((shot) => shot.id === held.shot.id) + 1;
  toast(words.timeline.lockedHold(at), {
    action: { label: words.timeline.unlock, onClick: () => desk.make({ kind: "unlock", shot: held.shot.id }) },
  });
}

/** A shot dropped where it stood changes nothing. */
function isReal(base: Cut, change: Change): boolean {
  if (change.kind !== "move") {
    return true;
  }
  const index = base.shots.findIndex((shot) => shot.id === change.shot);
  return (base.shots[index - 1]?.id ?? null) !== change.after;
}

/** Where the ghost is, in pixels of the strip. As the playhead kept out of React, which would draw the whole timeline for each move. */
const ghostX = moving(0);

function Ghost({ shot, footage, scale }: { shot: Shot; footage: Footage; scale: Scale }) {
  const box = useRef<HTMLDivElement>(null);
  const clip = footage.clips.get(shot.mediaId);
  const width = Math.min(140, Math.max(56, shot.frames * scale.perFrame));
  useLayoutEffect(() => {
    const place = (x: number): void => box.current?.style.setProperty("transform", `translateX(${x - width / 2}px)`);
    place(ghostX.get());
    return ghostX.subscribe(place);
  }, [width]);
  return (
    <div
      ref={box}
      className="pointer-events-none absolute left-0 z-30 overflow-hidden rounded-md shadow-2xl ring-2 ring-accent shadow-black will-change-transform"
      style={{ top: -10, width, height: STRIP_HEIGHT }}
    >
      {clip && <Film clip={clip} width={width} height={STRIP_HEIGHT} at={shot.source / scale.fps} />}
    </div>
  );
}

/** Lets a locked shot strain at its place. */
function Pull({ id, x }: { id: string; x: number }) {
  return <style>{`[data-shot="${CSS.escape(id)}"]{translate:${x.toFixed(1)}px 0}`}</style>;
}

function SnapLine({ x, point, stopped }: { x: number; point: SnapPoint | null; stopped: boolean }) {
  return (
    <div className="pointer-events-none absolute z-30" style={{ left: x, top: STRIP_TOP - 26, height: STRIP_HEIGHT + 32 }}>
      <div className={point === null ? "h-full w-px bg-white/60" : "h-full w-0.5 bg-accent shadow-[0_0_12px_2px] shadow-accent"} />
      {point !== null && (
        <span className="absolute top-0 left-2 rounded bg-accent px-1.5 py-0.5 text-[12px] font-semibold whitespace-nowrap text-accent-ink">
          {point.label}
        </span>
      )}
      {point === null && stopped && (
        <span className="absolute top-0 left-2 rounded bg-fair px-1.5 py-0.5 text-[12px] font-semibold whitespace-nowrap text-ground">{words.timeline.stopped}</span>
      )}
    </div>
  );
}
