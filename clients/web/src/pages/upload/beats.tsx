// SPDX-License-Identifier: Apache-2.0
import { AudioLines, Hand, RotateCcw } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { tinykeys } from "tinykeys";
import { type BeatRepair, correction } from "../../editor/changes";
import type { Analysis } from "../../gen/rushes/v1/analysis_pb";
import type { RepairedBeats, SongAnalysis } from "../../gen/rushes/v1/song_pb";
import { analyses, reasonOf } from "../../lib/api";
import { Button } from "../../ui/button";
import { Pill } from "../../ui/feedback";
import { heardIn, tapped } from "../../upload/taps";
import { words } from "../../words";

export interface BeatsProps {
  mediaId: string;
  heard: SongAnalysis | undefined;
  repaired: RepairedBeats | undefined;
  /** Whether the beats may still be found. */
  waits: boolean;
  /** Where the sound is, in seconds; null while it does not play. */
  now: () => number | null;
  /** Plays the chosen part; null while there is no sound to play. */
  onPlay: (() => void) | null;
  /** Where the chosen part begins, in seconds. */
  start: number;
  onRepaired: (analysis: Analysis) => void;
}

/** Whoever rests this long has tapped enough; longer than two beats of a slow song. */
const REST_MS = 2000;

/** Tempo of the song, and what a person can do when it is wrong: double, halve, tap along, say where a bar begins, take it all back. */
export function Beats(props: BeatsProps) {
  const { mediaId, heard, repaired, waits, now, onPlay, start, onRepaired } = props;
  const [taps, setTaps] = useState<readonly number[]>([]);
  const [note, setNote] = useState<string | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const sending = useRef(Promise.resolve());
  const steady = (repaired?.beats ?? heard?.beats ?? []).length > 1;
  const tappable = heard !== undefined && onPlay !== null;

  /** One after the other: each goes on from the one before. */
  function send(change: Parameters<typeof analyses.repairSongBeats>[0]["change"]): void {
    setNote(null);
    sending.current = sending.current.then(async () => {
      try {
        onRepaired(await analyses.repairSongBeats({ mediaId, requestId: crypto.randomUUID(), ...(change === undefined ? {} : { change }) }));
        setTrouble(null);
      } catch (error) {
        setTrouble(reasonOf(error));
      }
    });
  }

  const repair = (how: BeatRepair): void => send({ case: "repair", value: { correction: correction(how) } });

  function tap(): void {
    const at = now();
    setNote(null);
    if (at !== null) {
      setTaps(tapped(taps, at));
    } else {
      onPlay?.();
      setNote(words.upload.tapNow);
    }
  }

  const tapKey = useRef(tap);
  tapKey.current = tap;
  useEffect(
    () =>
      tappable
        ? tinykeys(window, {
            t: (event) => {
              if (!event.repeat && !isElsewhere(event)) {
                event.preventDefault();
                tapKey.current();
              }
            },
          })
        : undefined,
    [tappable],
  );

  useEffect(() => {
    if (taps.length === 0) {
      return;
    }
    const rest = setTimeout(() => {
      const said = heardIn(taps);
      setTaps([]);
      if ("more" in said || said.bpm === null) {
        setNote("more" in said ? words.upload.tapFew : words.upload.tapUneven);
      } else {
        repair({ taps: [...taps] });
      }
    }, REST_MS);
    return () => clearTimeout(rest);
  }, [taps]);

  return (
    <div className="mt-4 border-t border-line pt-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        {heard !== undefined && (
          <Pill tone={steady ? "good" : "fair"}>
            <AudioLines size={14} />
            {steady ? words.upload.bpm(repaired?.bpm ?? heard.bpm) : isSilent(heard) ? words.upload.silent : words.upload.noBeat}
          </Pill>
        )}
        <p role="status" id="beats-are" className="min-w-40 flex-1 text-soft">
          {taps.length > 0 ? saidBy(taps) : (note ?? standing(heard, repaired, waits))}
        </p>
        <div role="group" aria-label={words.upload.repair} aria-describedby="beats-are" className="flex flex-wrap gap-2">
          <Button disabled={!steady} aria-label={words.upload.halfLabel} title={words.upload.halfLabel} className="min-w-11 px-3" onClick={() => repair("halved")}>
            {words.upload.half}
          </Button>
          <Button disabled={!steady} aria-label={words.upload.doubleLabel} title={words.upload.doubleLabel} className="min-w-11 px-3" onClick={() => repair("doubled")}>
            {words.upload.double}
          </Button>
          <Button
            disabled={!tappable}
            icon={<Hand size={17} />}
            title={words.upload.tapHow}
            aria-keyshortcuts="T"
            // A finger means the moment it touches; a key press comes as a click without one.
            onPointerDown={(event) => event.button === 0 && tap()}
            onClick={(event) => event.detail === 0 && tap()}
          >
            {words.upload.tap}
            <kbd aria-hidden className="rounded border border-strong px-1.5 text-[12px] text-soft">
              T
            </kbd>
          </Button>
          <Button disabled={!steady} title={words.upload.beatOneHow} onClick={() => repair({ downbeat: now() ?? start })}>
            {words.upload.beatOne}
          </Button>
          {/* Always there: a button that came with the first repair would move the others under the finger. */}
          <Button
            look="quiet"
            className="px-3"
            disabled={repaired === undefined}
            icon={<RotateCcw size={16} />}
            title={words.upload.asHeardHow}
            onClick={() => send({ case: "reset", value: {} })}
          >
            {words.upload.asHeard}
          </Button>
        </div>
      </div>
      {trouble !== null && (
        <p role="alert" className="mt-3 rounded-lg bg-bad/10 px-4 py-3 text-bad">
          {trouble}
        </p>
      )}
    </div>
  );
}

/** Keys typed into a field, or while a window or menu is open, are meant for that. */
function isElsewhere(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement | null;
  return (
    target?.closest("input:not([type=radio], [type=file]), textarea, select, [contenteditable]") != null ||
    document.querySelector("[role=dialog], [role=menu]") !== null
  );
}

function saidBy(taps: readonly number[]): string {
  const said = heardIn(taps);
  if ("more" in said) {
    return words.upload.tapMore(said.more);
  }
  return said.bpm === null ? words.upload.tapUneven : words.upload.tapSays(said.bpm);
}

const isSilent = (heard: SongAnalysis): boolean => heard.waveform.length > 0 && heard.waveform.every((level) => level.peaks.every((peak) => peak === 0));

function standing(heard: SongAnalysis | undefined, repaired: RepairedBeats | undefined, waits: boolean): string {
  if (heard === undefined) {
    return waits ? words.upload.finding : words.upload.unheard;
  }
  if (repaired !== undefined) {
    return words.upload.repaired;
  }
  if (isSilent(heard)) {
    return words.upload.silentHow;
  }
  if (heard.bpm === 0) {
    return words.upload.noBeatHow;
  }
  return heard.confidence < 0.8 ? `${words.upload.sure(heard.confidence)}. ${words.upload.unsureHow}` : words.upload.sure(heard.confidence);
}
