// SPDX-License-Identifier: Apache-2.0
import { Music, Pause, Play } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import type { Analysis } from "../../gen/rushes/v1/analysis_pb";
import type { RepairedBeats, SongAnalysis } from "../../gen/rushes/v1/song_pb";
import { clock } from "../../lib/format";
import { Button } from "../../ui/button";
import { Waiting } from "../../ui/feedback";
import type { Draft } from "../../upload/draft";
import { type Item, LEAST_SONG_SECONDS } from "../../upload/items";
import { AUDIO_ACCEPT } from "../../upload/kinds";
import { keepInside, loudestStart, type Outline } from "../../upload/song";
import { words } from "../../words";
import { Beats } from "./beats";
import { Pick } from "./pick";
import { RemoveFile } from "./removal";
import { Waveform } from "./waveform";

export interface SongPartProps {
  item: Item;
  draft: Draft;
  sound: Blob | null;
  outline: Outline | "failed" | null;
  heard: SongAnalysis | undefined;
  repaired: RepairedBeats | undefined;
  onRepaired: (analysis: Analysis) => void;
  rejection: string | null;
  length: number;
  songStart: number | null;
  onSongStart: (seconds: number | null) => void;
  onFiles: (files: File[]) => void;
}

/** The song that was chosen: what is known of it, and the part of it that is used. */
export function SongPart(props: SongPartProps) {
  const { item, draft, sound, outline, heard, repaired, rejection, length, songStart, onSongStart, onFiles } = props;
  const guess = useMemo(() => guessStart(outline, heard, length), [outline, heard, length]);
  const seconds = outline !== null && outline !== "failed" ? outline.seconds : null;
  const start = seconds === null ? 0 : keepInside(songStart ?? guess, length, seconds);
  const player = usePlayer(sound, start, length);
  const why = rejection ?? item.reason;
  return (
    <div className="rounded-card border border-line bg-panel p-5">
      <div className="mb-4 flex flex-wrap items-center gap-3">
        <Music size={20} className="text-accent" />
        <p className="min-w-0 flex-1 truncate font-semibold" title={item.name}>
          {item.name}
        </p>
        <Pick look="quiet" accept={AUDIO_ACCEPT} multiple={false} onFiles={onFiles}>
          {words.upload.otherSong}
        </Pick>
        <RemoveFile key={item.key} item={item} draft={draft} />
      </div>
      {why !== null && <p role="alert" className="mb-4 rounded-lg bg-bad/10 px-4 py-3 text-bad">{why}</p>}
      {outline === null && <Waiting>{words.upload.songReading}</Waiting>}
      {outline === "failed" && <p className="text-soft">{words.upload.songUndrawn}</p>}
      {outline !== null && outline !== "failed" && (
        <>
          <Waveform
            outline={outline}
            beats={repaired?.beats ?? heard?.beats ?? []}
            start={start}
            length={length}
            chosen={songStart !== null}
            playhead={player.at}
            onStart={onSongStart}
          />
          <div className="mt-3 flex flex-wrap items-center gap-2">
            <Button
              icon={player.playing ? <Pause size={17} /> : <Play size={17} />}
              disabled={sound === null}
              onClick={player.toggle}
            >
              {player.playing ? words.upload.stop : words.upload.hear}
            </Button>
            <Suggestions heard={heard} length={length} start={start} chosen={songStart !== null} onSongStart={onSongStart} />
            <p className="ml-auto text-soft">
              {outline.seconds < LEAST_SONG_SECONDS
                ? words.upload.why.songShort(outline.seconds)
                : outline.seconds + 0.5 < length
                  ? words.upload.shortSong(outline.seconds)
                  : songStart === null
                    ? words.upload.byRushes
                    : words.upload.byYou}
            </p>
            {songStart !== null && (
              <Button look="ai" onClick={() => onSongStart(null)}>
                {words.upload.letRushes}
              </Button>
            )}
          </div>
        </>
      )}
      {why === null && (
        <Beats
          mediaId={item.mediaId ?? ""}
          heard={heard}
          repaired={repaired}
          waits={item.phase !== "failed"}
          now={player.now}
          onPlay={sound === null ? null : player.toggle}
          start={start}
          onRepaired={props.onRepaired}
        />
      )}
    </div>
  );
}

function Suggestions(props: { heard: SongAnalysis | undefined; length: number; start: number; chosen: boolean; onSongStart: (seconds: number) => void }) {
  const some = (props.heard?.excerpts ?? []).filter((part) => Math.abs(part.targetSeconds - props.length) < 1);
  return some.map((part) => (
    <Button
      key={part.startSeconds}
      aria-pressed={props.chosen && Math.abs(part.startSeconds - props.start) < 0.05}
      title={part.reason}
      className="max-w-80"
      onClick={() => props.onSongStart(part.startSeconds)}
    >
      <span className="tabular-nums">{clock(part.startSeconds)}</span>
      <span className="truncate text-soft">{part.reason}</span>
    </Button>
  ));
}

function guessStart(outline: Outline | "failed" | null, heard: SongAnalysis | undefined, length: number): number {
  const suggested = heard?.excerpts.find((part) => Math.abs(part.targetSeconds - length) < 1);
  if (suggested !== undefined) {
    return suggested.startSeconds;
  }
  return outline === null || outline === "failed" ? 0 : loudestStart(outline, length);
}

interface Player {
  playing: boolean;
  /** Where the sound is at the last picture, in seconds; null while it does not play. */
  at: number | null;
  /** Where it is at this moment. */
  now: () => number | null;
  toggle: () => void;
}

/** Plays the window of the song; a moved window starts anew. */
function usePlayer(sound: Blob | null, start: number, length: number): Player {
  const audio = useRef<HTMLAudioElement | null>(null);
  const [at, setAt] = useState<number | null>(null);
  useEffect(() => {
    if (sound === null) {
      return;
    }
    const element = new Audio(URL.createObjectURL(sound));
    audio.current = element;
    return () => {
      element.pause();
      URL.revokeObjectURL(element.src);
      audio.current = null;
      setAt(null);
    };
  }, [sound]);
  useEffect(() => {
    if (at !== null && audio.current !== null) {
      audio.current.currentTime = start;
    }
  }, [start]);
  useEffect(() => {
    if (at === null) {
      return;
    }
    const frame = requestAnimationFrame(() => {
      const now = audio.current?.currentTime ?? start;
      if (audio.current === null || audio.current.ended || now >= start + length) {
        audio.current?.pause();
        setAt(null);
      } else {
        setAt(now === at ? now + 1e-6 : now);
      }
    });
    return () => cancelAnimationFrame(frame);
  }, [at, start, length]);
  return {
    playing: at !== null,
    at,
    now: () => (at === null ? null : (audio.current?.currentTime ?? null)),
    toggle: () => {
      if (at !== null) {
        audio.current?.pause();
        setAt(null);
      } else if (audio.current !== null) {
        audio.current.currentTime = start;
        void audio.current.play();
        setAt(start);
      }
    },
  };
}
