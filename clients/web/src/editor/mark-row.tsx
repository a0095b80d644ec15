// SPDX-License-Identifier: Apache-2.0
import { CircleHelp, Copy, Flag, Hourglass, Metronome } from "lucide-react";
import { memo } from "react";
import { Button } from "../ui/button";
import { markWords, saidOf } from "../words/marks";
import type { Cut } from "./model";
import { type Mark, type MarkKind, nextMark } from "./marks";
import type { CutPlayer } from "./player";
import { RULER_HEIGHT } from "./ruler";
import { type Scale, xOf } from "./scale";
import { playhead, useEditor } from "./store";
import { MARKS_HEIGHT } from "./strip";

const ICONS: Record<MarkKind, typeof Flag> = { long: Hourglass, offBeat: Metronome, same: Copy, doubt: CircleHelp };

const SIGN_PX = 13;

/** Small signs over the shots that deserve a look. The words are in the inspector and beside the button that goes from one to the next. */
export const MarkRow = memo(function MarkRow({ marks, cut, scale }: { marks: Mark[]; cut: Cut; scale: Scale }) {
  const marked = apart([...new Set(marks.map((mark) => mark.at))], cut, scale);
  return (
    <div aria-hidden data-marks className="pointer-events-none absolute left-0 text-fair" style={{ top: RULER_HEIGHT, height: MARKS_HEIGHT }}>
      {marked.map((at) => {
        const shot = cut.shots[at];
        return (
          shot !== undefined && (
            <span key={at} className="absolute flex h-full items-center overflow-hidden" style={{ left: xOf(scale, shot.start) + 1, width: Math.max(SIGN_PX, shot.frames * scale.perFrame - 2) }}>
              {marks
                .filter((mark) => mark.at === at)
                .map((mark) => (
                  <MarkIcon key={mark.kind} kind={mark.kind} size={12} />
                ))}
            </span>
          )
        );
      })}
    </div>
  );
});

/** Signs do not cover each other: where shots are narrower than one, the first stands for those behind it. */
function apart(places: number[], cut: Cut, scale: Scale): number[] {
  let free = 0;
  return places.filter((at) => {
    const x = xOf(scale, cut.shots[at]?.start ?? 0);
    if (x < free) {
      return false;
    }
    free = x + SIGN_PX;
    return true;
  });
}

function MarkIcon({ kind, size }: { kind: MarkKind; size: number }) {
  const Icon = ICONS[kind];
  return <Icon size={size} strokeWidth={2.5} className="shrink-0" />;
}

/** Shows a mark: the playhead goes to its shot, which is selected. */
export function goTo(mark: Mark | null, player: CutPlayer | null): void {
  if (mark !== null) {
    player?.pause();
    player?.seek(mark.frame);
    useEditor.setState({ selected: [mark.shotId] });
  }
}

/** How many marks there are; goes from one to the next. */
export function NextMark({ marks, player }: { marks: Mark[]; player: CutPlayer | null }) {
  return marks.length === 0 ? null : (
    <Button look="quiet" className="px-3" icon={<Flag size={16} className="text-fair" />} title={`${markWords.next} (A)`} onClick={() => goTo(nextMark(marks, playhead.get(), 1), player)}>
      {markWords.next}
      <span className="text-faint">{marks.length}</span>
    </Button>
  );
}

/** The marks of one shot, in words. */
export function MarkNotes({ marks }: { marks: Mark[] }) {
  return (
    <ul className="flex flex-col gap-1.5 text-[13px]">
      {marks.map((mark) => (
        <li key={mark.kind} className="flex items-center gap-2 text-fair">
          <MarkIcon kind={mark.kind} size={14} />
          {saidOf(mark)}
        </li>
      ))}
    </ul>
  );
}

/** Marks in words; a press goes to the shot. */
export function MarkList({ marks, player }: { marks: Mark[]; player: CutPlayer | null }) {
  return (
    <ul className="flex flex-col gap-1">
      {marks.map((mark) => (
        <li key={`${mark.shotId} ${mark.kind}`}>
          <button type="button" onClick={() => goTo(mark, player)} className="flex min-h-11 w-full items-center gap-3 rounded-lg border border-line bg-ground px-3 py-2 text-left hover:border-strong hover:bg-hover">
            <span className="text-fair">
              <MarkIcon kind={mark.kind} size={16} />
            </span>
            {saidOf(mark)}
          </button>
        </li>
      ))}
    </ul>
  );
}
