// SPDX-License-Identifier: Apache-2.0
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef } from "react";
import { frameAt, type Scale, xOf } from "./scale";
import { useEditor } from "./store";

/** How long a finger rests on a shot until the shot is lifted. */
export const LIFT_MS = 400;
/** A finger that wanders less than this rests. */
export const REST_PX = 10;
const TAP_MS = 350;

/** Keeps a frame of the cut under a place of the window while the zoom changes. */
export type Hold = (frame: number, x: number) => void;

/** Returns what sets the place to hold; it holds for the next change of the scale only. */
export function useHeldPlace(scroll: RefObject<HTMLDivElement | null>, scale: Scale): Hold {
  const held = useRef<{ frame: number; x: number } | null>(null);
  useLayoutEffect(() => {
    if (held.current !== null && scroll.current !== null) {
      scroll.current.scrollLeft = xOf(scale, held.current.frame) - held.current.x;
      held.current = null;
    }
  }, [scroll, scale]);
  return useCallback((frame, x) => (held.current = { frame, x }), []);
}

interface TouchOptions {
  scroll: RefObject<HTMLDivElement | null>;
  scale: Scale;
  hold: Hold;
  /** Whether a shot is lifted: the finger then moves it, not the strip. */
  isLifted: () => boolean;
  /** A second finger came down. */
  onSecondFinger: () => void;
  onTwoFingerTap: () => void;
}

/** Two fingers that are down: where they began, and the frame that stays between them. */
interface Pinch {
  distance: number;
  frame: number;
  perFrame: number;
  at: number;
  middle: number;
  moved: boolean;
}

/**
 * Touch on the timeline: one finger scrolls (the browser does that), two fingers zoom around the frame between them and scroll, and a
 * short tap of two fingers undoes. Moving and trimming shots is done by the pointer ({@code useStripPointer}).
 */
export function useStripTouch(options: TouchOptions): void {
  const latest = useRef(options);
  latest.current = options;
  const { scroll } = options;
  useEffect(() => {
    const box = scroll.current;
    if (box === null) {
      return;
    }
    let pinch: Pinch | null = null;
    const down = (event: TouchEvent): void => {
      if (event.touches.length !== 2) {
        pinch = null;
        return;
      }
      latest.current.onSecondFinger();
      const { distance, middle } = between(event.touches, box);
      const { scale } = latest.current;
      pinch = { distance, middle, frame: frameAt(scale, middle + box.scrollLeft), perFrame: scale.perFrame, at: event.timeStamp, moved: false };
    };
    const move = (event: TouchEvent): void => {
      if ((latest.current.isLifted() || pinch !== null) && event.cancelable) {
        // Else the browser scrolls the strip under the shot, or zooms the page.
        event.preventDefault();
      }
      if (pinch === null || event.touches.length !== 2) {
        return;
      }
      const { distance, middle } = between(event.touches, box);
      pinch.moved ||= Math.abs(distance - pinch.distance) > REST_PX || Math.abs(middle - pinch.middle) > REST_PX;
      if (!pinch.moved) {
        return;
      }
      const { scale, hold } = latest.current;
      const next = pinch.perFrame * (distance / Math.max(1, pinch.distance)) * scale.fps;
      if (next !== useEditor.getState().zoom) {
        hold(pinch.frame, middle);
        useEditor.setState({ zoom: next });
      } else {
        box.scrollLeft = xOf(scale, pinch.frame) - middle;
      }
    };
    const up = (event: TouchEvent): void => {
      if (event.touches.length > 0) {
        return;
      }
      if (pinch !== null && !pinch.moved && event.timeStamp - pinch.at < TAP_MS) {
        latest.current.onTwoFingerTap();
      }
      pinch = null;
    };
    const cancel = (): void => {
      pinch = null;
    };
    box.addEventListener("touchstart", down, { passive: true });
    box.addEventListener("touchmove", move, { passive: false });
    box.addEventListener("touchend", up);
    box.addEventListener("touchcancel", cancel);
    return () => {
      box.removeEventListener("touchstart", down);
      box.removeEventListener("touchmove", move);
      box.removeEventListener("touchend", up);
      box.removeEventListener("touchcancel", cancel);
    };
  }, [scroll]);
}

function between(touches: TouchList, box: HTMLElement): { distance: number; middle: number } {
  const [one, two] = [touches[0], touches[1]];
  if (one === undefined || two === undefined) {
    return { distance: 1, middle: 0 };
  }
  const left = box.getBoundingClientRect().left;
  return { distance: Math.hypot(one.clientX - two.clientX, one.clientY - two.clientY), middle: (one.clientX + two.clientX) / 2 - left };
}
