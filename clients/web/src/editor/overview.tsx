// SPDX-License-Identifier: Apache-2.0
import { useQuery } from "@connectrpc/connect-query";
import { ChevronLeft, ChevronRight, RotateCcw } from "lucide-react";
import { useRef, useState } from "react";
import { TimelineService } from "../gen/rushes/v1/timeline_service_pb";
import { clock, percent, seconds } from "../lib/format";
import { Button, IconButton } from "../ui/button";
import { words } from "../words";
import type { BeatRepair } from "./changes";
import { markWords } from "../words/marks";
import { type Desk, placed } from "./desk";
import { useFootage } from "./footage";
import { MarkList } from "./mark-row";
import type { Mark } from "./marks";
import { type Cut, lookWords } from "./model";
import type { CutPlayer } from "./player";
import { playhead, useEditor } from "./store";
import { TAPS, tapped } from "../upload/taps";
import { tempoOfTaps } from "./tempo";

/** Less than anybody hears, enough to see where it leads. */
const NUDGE_SECONDS = 0.02;
const SHOWN_EDITS = 12;
const SHOWN_MARKS = 5;

/** What is said about the whole edit when no shot is selected. */
export function Overview({ cut, desk, marks, player }: { cut: Cut; desk: Desk; marks: Mark[]; player: CutPlayer | null }) {
  const onBeat = cut.joins.filter((join) => join.onBeat).length;
  const facts: [string, string][] = [
    [words.inspector.length, seconds(cut.frames / cut.fps)],
    [words.inspector.shots, String(cut.shots.length)],
    [words.inspector.onBeat, cut.joins.length === 0 ? "–" : percent(onBeat / cut.joins.length)],
    [words.inspector.lockedShots, String(cut.shots.filter((shot) => shot.lock !== null).length)],
  ];
  if (cut.styleMatch !== null) {
    facts.push([words.inspector.match, percent(cut.styleMatch)]);
  }
  return (
    <div className="flex flex-col gap-5">
      <header>
        <h2 className="text-base font-semibold">{words.inspector.whole}</h2>
        {cut.notes !== "" && <p className="mt-1 text-soft">{words.inspector.asCut(cut.notes)}</p>}
      </header>
      <dl className="grid grid-cols-2 gap-2">
        {facts.map(([name, value]) => (
          <div key={name} className="rounded-lg border border-line bg-ground px-3 py-2">
            <dt className="text-[12px] text-soft">{name}</dt>
            <dd className="text-lg font-semibold">{value}</dd>
          </div>
        ))}
      </dl>
      <Marks marks={marks} player={player} />
      {cut.song !== null && <Song cut={cut} desk={desk} player={player} />}
      {cut.deleted.length > 0 && <Deleted cut={cut} desk={desk} />}
      <History cut={cut} />
    </div>
  );
}

/** What deserves a look, in words. */
function Marks({ marks, player }: { marks: Mark[]; player: CutPlayer | null }) {
  const [all, setAll] = useState(false);
  return (
    <div className="flex flex-col gap-1.5">
      <h3 className="text-[13px] text-soft">{markWords.title}</h3>
      {marks.length === 0 && <p>{markWords.none}</p>}
      <MarkList marks={all ? marks : marks.slice(0, SHOWN_MARKS)} player={player} />
      {!all && marks.length > SHOWN_MARKS && <Button onClick={() => setAll(true)}>{markWords.all(marks.length)}</Button>}
    </div>
  );
}

/** Tempo and start of the song: halve, double, tap along; the start moves by bars. */
function Song({ cut, desk, player }: { cut: Cut; desk: Desk; player: CutPlayer | null }) {
  const taps = useRef<number[]>([]);
  const [many, setMany] = useState(0);
  const song = cut.song;
  if (song === null) {
    return null;
  }
  const repair = (how: BeatRepair): void => desk.make({ kind: "beats", repair: how });
  const tap = (): void => {
    // Where nothing plays there is nothing to tap along to.
    if (!useEditor.getState().playing) {
      taps.current = [];
      setMany(0);
      player?.toggle();
      return;
    }
    taps.current = tapped(taps.current, song.start + playhead.get() / cut.fps).slice(-2 * TAPS);
    setMany(taps.current.length);
    if (taps.current.length >= TAPS && tempoOfTaps(taps.current) !== null) {
      repair({ taps: taps.current });
      taps.current = [];
      setMany(0);
    }
  };
  const bar = song.bpm > 0 ? 240 / song.bpm : 2;
  return (
    <div className="flex flex-col gap-2">
      <h3 className="text-[13px] text-soft">
        {words.inspector.song}: {song.fileName}
      </h3>
      <div className="flex flex-wrap items-center gap-2">
        <span className="w-full text-lg font-semibold">{words.inspector.bpm(song.bpm.toFixed(1))}</span>
        <Button className="px-3" onClick={() => repair("halved")}>
          {words.inspector.half}
        </Button>
        <Button className="px-3" onClick={() => repair("doubled")}>
          {words.inspector.double}
        </Button>
        <Button className="min-w-28 flex-1 px-3" title={words.inspector.tapHow} onClick={tap}>
          {many === 0 ? words.inspector.tap : many < TAPS ? words.inspector.tapMore(TAPS - many) : words.inspector.tapUneven}
        </Button>
      </div>
      <div className="flex items-center gap-2">
        <span className="mr-auto text-[13px] text-soft">{words.inspector.beats}</span>
        <IconButton label={words.inspector.beatsEarlier} onClick={() => repair({ nudge: -NUDGE_SECONDS })}>
          <ChevronLeft size={18} />
        </IconButton>
        <IconButton label={words.inspector.beatsLater} onClick={() => repair({ nudge: NUDGE_SECONDS })}>
          <ChevronRight size={18} />
        </IconButton>
      </div>
      <p className="text-[13px] text-soft">{words.inspector.beatsWrong}</p>
      <div className="flex items-center gap-2">
        <span className="mr-auto text-[13px] text-soft">
          {words.inspector.start} <span className="text-text">{clock(song.start, true)}</span>
        </span>
        <IconButton label={words.inspector.earlier} disabled={song.start < bar} onClick={() => desk.make({ kind: "songOffset", seconds: song.start - bar })}>
          <ChevronLeft size={18} />
        </IconButton>
        <IconButton label={words.inspector.later} onClick={() => desk.make({ kind: "songOffset", seconds: song.start + bar })}>
          <ChevronRight size={18} />
        </IconButton>
      </div>
    </div>
  );
}

function Deleted({ cut, desk }: { cut: Cut; desk: Desk }) {
  const { clips } = useFootage();
  return (
    <div className="flex flex-col gap-1.5">
      <h3 className="text-[13px] text-soft">{words.inspector.deleted}</h3>
      <ul className="flex flex-col gap-1">
        {cut.deleted.map((shot) => (
          <li key={shot.id} className="flex items-center gap-2 rounded-lg bg-ground pl-3">
            <span className="min-w-0 flex-1 truncate">
              {clips.get(shot.mediaId)?.fileName ?? shot.id}
              <span className="text-faint"> {lookWords(shot.look)}</span>
            </span>
            <Button
              look="quiet"
              icon={<RotateCcw size={16} />}
              onClick={() => desk.make({ kind: "restore", shot: shot.id, after: cut.shots.at(-1)?.id ?? null })}
            >
              {words.inspector.restore}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function History({ cut }: { cut: Cut }) {
  const me = useEditor((state) => state.me);
  const after = Math.max(0, cut.revision - SHOWN_EDITS);
  const edits = useQuery(TimelineService.method.listEdits, { jobId: cut.jobId, afterRevision: BigInt(after), pageSize: SHOWN_EDITS });
  return (
    <div className="flex flex-col gap-1.5">
      <h3 className="text-[13px] text-soft">{words.inspector.history}</h3>
      <ol reversed className="flex flex-col gap-1 text-[13px]">
        {edits.data?.edits.toReversed().map((edit) => (
          <li key={String(edit.revision)} className="flex gap-2">
            <span className="w-7 shrink-0 text-right text-faint">{String(edit.revision)}</span>
            <span className="text-soft">
              <span className="text-text">{edit.author === me ? words.editor.me : edit.author}</span> {placed(edit.words, cut)}
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}
