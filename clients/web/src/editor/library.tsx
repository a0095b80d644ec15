// SPDX-License-Identifier: Apache-2.0
import { LoaderCircle, Plus, RefreshCw, Replace, Search, X } from "lucide-react";
import { type PointerEvent, useMemo, useState } from "react";
import { toast } from "sonner";
import { Instruction } from "../gen/rushes/v1/proposal_pb";
import { seconds } from "../lib/format";
import { useSending } from "../pages/processing/follow";
import { Button, IconButton } from "../ui/button";
import { Segmented } from "../ui/segmented";
import { words } from "../words";
import { ask } from "./asker";
import type { Change, Piece } from "./changes";
import type { Desk } from "./desk";
import { Film } from "./film";
import { bestStart, type Clip, useFootage } from "./footage";
import { angleWord, type Cut, type Shot, sizeWord } from "./model";
import { useLibraryDrag } from "./library-drag";
import { useEditor } from "./store";

type Tab = "unused" | "rejected";
const NEW_SHOT_SECONDS = 1.5;

/** Clips that are not in the cut: hover scrubs, a double click puts one in place of the selected shot. */
export function Library({ cut, desk, shape }: { cut: Cut; desk: Desk; shape: number }) {
  const { clips } = useFootage();
  const [tab, setTab] = useState<Tab>("unused");
  const [asked, setAsked] = useState("");
  const selectedId = useEditor((state) => state.selected.at(-1) ?? null);
  const at = cut.shots.findIndex((shot) => shot.id === selectedId);
  const place = cut.shots[at] ?? null;
  const drag = useLibraryDrag(desk);

  const used = useMemo(() => new Set(cut.shots.map((shot) => shot.mediaId)), [cut.shots]);
  const shown = useMemo(() => {
    const terms = asked.toLowerCase().split(/[\s,]+/).filter(Boolean);
    return [...clips.values()]
      .filter((clip) => (tab === "rejected" ? clip.rejected !== "" : clip.rejected === "" && !used.has(clip.mediaId)))
      .filter((clip) => terms.every((term) => clip.text.includes(term)))
      .toSorted((a, b) => rank(a, place) - rank(b, place));
  }, [clips, tab, used, asked, place]);

  return (
    <section aria-label={words.library.label} className="flex min-h-0 flex-col border-r border-line bg-panel">
      <div className="flex flex-col gap-2.5 p-3">
        <Segmented<Tab>
          label={words.library.label}
          value={tab}
          onChange={setTab}
          options={[
            { value: "unused", label: words.library.unused },
            { value: "rejected", label: words.library.rejected },
          ]}
        />
        <label className="flex h-11 items-center gap-2 rounded-lg border border-line bg-ground px-3 focus-within:border-strong">
          <Search size={16} className="text-faint" />
          <input
            type="search"
            aria-label={words.library.searchLabel}
            value={asked}
            onChange={(event) => setAsked(event.target.value)}
            placeholder={words.library.search}
            className="min-w-0 flex-1 bg-transparent outline-none placeholder:text-faint"
          />
        </label>
      </div>
      <ul className="grid min-h-0 flex-1 auto-rows-max grid-cols-2 content-start gap-2.5 overflow-y-auto px-3 pb-3">
        {shown.map((clip) => (
          <Card key={clip.mediaId} clip={clip} place={place} at={at} shape={shape} cut={cut} desk={desk} onGrab={drag.onGrab} />
        ))}
      </ul>
      {drag.ghost}
      <Newcomers jobId={cut.jobId} />
      {shown.length === 0 && (
        <p className="p-6 text-center text-soft">
          {asked !== "" ? words.library.noMatch : tab === "rejected" ? words.library.noRejected : words.library.none}
        </p>
      )}
    </section>
  );
}

/** Clips that are looked at while the cut is edited already; once all are, the whole can be cut again with them. */
function Newcomers({ jobId }: { jobId: string }) {
  const { unseen } = useFootage();
  const sending = useSending(jobId);
  const idle = useEditor((state) => state.ask.state === "idle");
  const [awaited, setAwaited] = useState(unseen);
  if (unseen > awaited) {
    setAwaited(unseen);
  }
  if (awaited === 0) {
    return null;
  }
  const cutAgain = (): void => {
    setAwaited(0);
    useEditor.setState({ selected: [], range: null });
    void ask(Instruction.REGENERATE_SECTION);
  };
  return (
    <div role="status" className="border-t border-line p-3 text-[13px]">
      {unseen > 0 ? (
        <p className="flex items-center gap-2 text-soft">
          <LoaderCircle size={16} className="shrink-0 animate-spin" /> {sending > 0 ? words.library.sending(sending) : words.library.unseen(unseen)}
        </p>
      ) : (
        <>
          <p className="mb-2">{words.library.seen(awaited)}</p>
          <div className="flex gap-2">
            <Button icon={<RefreshCw size={17} />} disabled={!idle} onClick={cutAgain}>
              {words.library.cutAgain}
            </Button>
            <IconButton label={words.library.later} look="quiet" onClick={() => setAwaited(0)}>
              <X size={18} />
            </IconButton>
          </div>
        </>
      )}
    </div>
  );
}

interface CardProps {
  clip: Clip;
  place: Shot | null;
  at: number;
  shape: number;
  cut: Cut;
  desk: Desk;
  onGrab: (event: PointerEvent, clip: Clip) => void;
}

function Card({ clip, place, at, shape, cut, desk, onGrab }: CardProps) {
  const near = place?.runnerUps.find((other) => other.mediaId === clip.mediaId);
  const width = 118;
  const height = Math.round(Math.min(150, Math.max(70, width / shape)));
  const replace = (): void => use(clip, place, cut, desk);
  return (
    <li className="group relative overflow-hidden rounded-lg border border-line bg-raised select-none" onDoubleClick={replace} onPointerDown={(event) => onGrab(event, clip)}>
      <div className={clip.rejected === "" ? "" : "opacity-50 grayscale"}>
        <Film clip={clip} width={width} height={height} />
        {clip.seconds > 0 && (
          <span className="absolute top-1 left-1 rounded bg-black/70 px-1.5 text-[12px] text-white">{seconds(clip.seconds)}</span>
        )}
      </div>
      <div className="px-2 py-1.5">
        <p className="truncate text-[13px] font-medium">{clip.fileName}</p>
        <p className="truncate text-[12px] text-soft">
          {clip.rejected !== ""
            ? clip.rejected
            : [clip.framing && sizeWord(clip.framing.size), clip.framing && angleWord(clip.framing.angle)].filter(Boolean).join(" · ")}
        </p>
        {near !== undefined && <p className="text-[12px] text-ai">{words.library.nearly}</p>}
      </div>
      {clip.rejected === "" && (
        <div className="absolute top-1 right-1 flex flex-col gap-1 opacity-0 transition-opacity group-focus-within:opacity-100 group-hover:opacity-100 [@media(hover:none)]:opacity-100">
          {place !== null && (
            <IconButton label={words.library.use(at + 1)} className="bg-black/75" look="quiet" onClick={replace}>
              <Replace size={18} />
            </IconButton>
          )}
          <IconButton label={words.library.add} className="bg-black/75" look="quiet" onClick={() => add(clip, place, cut, desk)}>
            <Plus size={18} />
          </IconButton>
        </div>
      )}
    </li>
  );
}

/** Puts a clip in place of a shot, with the best moment that fits. */
export function use(clip: Clip, place: Shot | null, cut: Cut, desk: Desk): void {
  const change = place === null || clip.rejected !== "" ? null : replacement(clip, place, cut);
  if (change !== null) {
    desk.make(change);
  }
}

/** The change that puts a clip in place of a shot; says so and returns null when the clip is too short. */
export function replacement(clip: Clip, place: Shot, cut: Cut): Change | null {
  const source = bestStart(clip, place.frames, cut.fps);
  if (source === null) {
    toast.warning(words.library.tooShort(clip.fileName));
    return null;
  }
  return {
    kind: "replace",
    shot: place.id,
    piece: { mediaId: clip.mediaId, fileName: clip.fileName, source, frames: place.frames, shotId: "" },
  };
}

/** A piece of a clip about a second and a half long, in whole beats, from its best moment. */
export function newPiece(clip: Clip, cut: Cut, shotId: string): Piece {
  const bpm = cut.song?.bpm ?? 0;
  const beats = bpm > 0 ? (60 / bpm) * Math.max(1, Math.round((NEW_SHOT_SECONDS * bpm) / 60)) : NEW_SHOT_SECONDS;
  const frames = Math.max(1, Math.min(Math.round(beats * cut.fps), Math.floor(clip.seconds * cut.fps)));
  return { mediaId: clip.mediaId, fileName: clip.fileName, source: bestStart(clip, frames, cut.fps) ?? 0, frames, shotId };
}

function add(clip: Clip, place: Shot | null, cut: Cut, desk: Desk): void {
  const shotId = crypto.randomUUID();
  desk.make({ kind: "insert", piece: newPiece(clip, cut, shotId), after: place?.id ?? cut.shots.at(-1)?.id ?? null });
  useEditor.setState({ selected: [shotId] });
}

/** Clips the optimizer nearly took come first, then the best pictures. */
function rank(clip: Clip, place: Shot | null): number {
  const near = place?.runnerUps.find((other) => other.mediaId === clip.mediaId);
  return near === undefined ? 1000 - (clip.features?.visualQuality ?? 0) : near.loss;
}
