// SPDX-License-Identifier: Apache-2.0
import { useMemo } from "react";
import { clock } from "../lib/format";
import { classNames } from "../ui/class-names";
import { words } from "../words";
import { type Pin, pinsOf, threadsOf, useComments } from "./comments";
import type { Cut } from "./model";
import type { CutPlayer } from "./player";
import { RULER_HEIGHT } from "./ruler";
import { type Scale, xOf } from "./scale";
import { STRIP_HEIGHT } from "./strip";

/** What a thumb hits, in pixels; pins nearer than that are drawn as one. */
const TARGET = 44;

/** The comments over the strip, each at the frame it is about, wherever its shot stands now. */
export function CommentPins({ cut, scale, player }: { cut: Cut; scale: Scale; player: CutPlayer | null }) {
  const comments = useComments((state) => state.comments);
  const filter = useComments((state) => state.filter);
  const active = useComments((state) => state.active);
  const threads = useMemo(() => threadsOf(comments, cut, filter), [comments, cut, filter]);
  const pins = useMemo(() => pinsOf(threads, TARGET / scale.perFrame), [threads, scale.perFrame]);
  if (pins.length === 0) {
    return null;
  }
  return (
    <ul aria-label={words.comments.label} className="pointer-events-none absolute inset-x-0 z-10" style={{ top: RULER_HEIGHT - TARGET, height: TARGET }}>
      {pins.map((pin) => (
        <PinMark key={pin.threads[0]?.comment.id} pin={pin} cut={cut} scale={scale} player={player} active={pin.threads.some(({ comment }) => comment.id === active)} />
      ))}
    </ul>
  );
}

function PinMark({ pin, cut, scale, player, active }: { pin: Pin; cut: Cut; scale: Scale; player: CutPlayer | null; active: boolean }) {
  const first = pin.threads[0];
  if (first === undefined) {
    return null;
  }
  const { comment, place } = first;
  const time = clock(pin.frame / cut.fps, true);
  const many = pin.threads.length;
  const settled = pin.threads.every((thread) => thread.comment.resolver !== null);
  const open = (): void => {
    player?.pause();
    player?.seek(pin.frame);
    useComments.setState({ tab: "comments", active: comment.id });
  };
  return (
    <li className="absolute top-0" style={{ left: xOf(scale, pin.frame) }}>
      {many === 1 && place !== null && place.frames > 1 && (
        <span aria-hidden className="absolute h-1 rounded bg-fair" style={{ top: TARGET + 1, width: place.frames * scale.perFrame }} />
      )}
      <span aria-hidden className={classNames("absolute -left-px w-0.5", active ? "bg-fair" : "bg-fair/50")} style={{ top: TARGET - 8, height: active ? STRIP_HEIGHT + 14 : 14 }} />
      <button
        type="button"
        data-pin={comment.id}
        aria-label={many === 1 ? words.comments.pin(comment.author, time, comment.text) : words.comments.pins(many, time)}
        aria-pressed={active}
        onClick={open}
        className="group pointer-events-auto absolute -left-[22px] flex size-11 items-end justify-center pb-1.5"
      >
        <span
          className={classNames(
            "flex size-7 items-center justify-center rounded-full rounded-bl-sm border-2 text-[13px] font-bold transition-transform group-hover:scale-110",
            settled ? "border-fair bg-panel text-fair" : "border-ground bg-fair text-ground",
            active && "ring-2 ring-white",
          )}
        >
          {many === 1 ? initialOf(comment.author) : many}
        </span>
      </button>
    </li>
  );
}

/** The letter somebody is drawn as. */
export const initialOf = (author: string): string => [...author.replace(/^guest of /, "")][0]?.toUpperCase() ?? "?";
