// SPDX-License-Identifier: Apache-2.0
import { Music } from "lucide-react";
import { useEffect, useState } from "react";
import type { Analysis } from "../../gen/rushes/v1/analysis_pb";
import { media } from "../../lib/api";
import { Segmented } from "../../ui/segmented";
import type { Draft, DraftState } from "../../upload/draft";
import { type Item, songOf } from "../../upload/items";
import { AUDIO_ACCEPT } from "../../upload/kinds";
import { type Outline, readSong } from "../../upload/song";
import { words } from "../../words";
import type { Findings } from "./findings";
import { Pick } from "./pick";
import { Section } from "./section";
import { SongPart } from "./song-part";

const LENGTHS = [15, 30, 60];

export interface SongProps {
  draft: Draft;
  state: DraftState;
  findings: Findings;
  onRepaired: (analysis: Analysis) => void;
  seconds: number;
  onSeconds: (seconds: number) => void;
  onFiles: (files: File[]) => void;
}

/** The song, and how long the video shall be. */
export function Song({ draft, state, findings, onRepaired, seconds, onSeconds, onFiles }: SongProps) {
  const item = songOf(state.items) ?? state.items.findLast((other) => other.role === "song");
  const { sound, outline } = useSound(item);
  const id = item?.mediaId ?? "";
  return (
    <Section number={2} title={words.upload.song} aside={<Length seconds={seconds} onSeconds={onSeconds} />}>
      {item === undefined ? (
        <div className="flex flex-wrap items-center gap-4 rounded-2xl border-2 border-dashed border-line bg-panel/60 p-6">
          <div className="inline-flex size-12 items-center justify-center rounded-xl bg-raised text-accent">
            <Music size={22} strokeWidth={1.5} />
          </div>
          <div className="flex-1">
            <p className="font-semibold">{words.upload.songHow}</p>
            <p className="text-soft">{words.upload.songWhat}</p>
          </div>
          <Pick accept={AUDIO_ACCEPT} multiple={false} onFiles={onFiles}>
            {words.upload.chooseSong}
          </Pick>
        </div>
      ) : (
        <SongPart
          item={item}
          draft={draft}
          sound={sound}
          outline={outline}
          heard={findings.songs.get(id)}
          repaired={findings.repairs.get(id)}
          onRepaired={onRepaired}
          rejection={findings.rejections.get(id) ?? null}
          length={seconds}
          songStart={state.songStart}
          onSongStart={(start) => draft.setSongStart(start)}
          onFiles={onFiles}
        />
      )}
    </Section>
  );
}

function Length({ seconds, onSeconds }: { seconds: number; onSeconds: (seconds: number) => void }) {
  const [custom, setCustom] = useState(!LENGTHS.includes(seconds));
  const [typed, setTyped] = useState(String(seconds));
  return (
    <>
      <Segmented
        label={words.upload.length}
        value={custom || !LENGTHS.includes(seconds) ? "custom" : String(seconds)}
        onChange={(value) => {
          setCustom(value === "custom");
          setTyped(String(seconds));
          if (value !== "custom") {
            onSeconds(Number(value));
          }
        }}
        options={[
          ...LENGTHS.map((length) => ({ value: String(length), label: `${length} s` })),
          { value: "custom", label: words.upload.custom },
        ]}
      />
      {(custom || !LENGTHS.includes(seconds)) && (
        <label className="flex items-center gap-2">
          <input
            type="number"
            min={3}
            max={600}
            aria-label={words.upload.customLabel}
            value={typed}
            onChange={(event) => {
              setTyped(event.target.value);
              const wanted = Number(event.target.value);
              if (wanted >= 3 && wanted <= 600) {
                onSeconds(wanted);
              }
            }}
            className="h-11 w-20 rounded-lg border border-strong bg-ground px-3"
          />
          s
        </label>
      )}
    </>
  );
}

/** The sound itself, from here or from the server, and its outline. */
function useSound(item: Item | undefined): { sound: Blob | null; outline: Outline | "failed" | null } {
  const [sound, setSound] = useState<Blob | null>(null);
  const [outline, setOutline] = useState<Outline | "failed" | null>(null);
  const file = item?.file ?? null;
  const stored = item !== undefined && file === null && item.phase === "done" ? item.mediaId : null;
  useEffect(() => {
    let current = true;
    setOutline(null);
    setSound(file);
    const load = async (): Promise<void> => {
      const blob = file ?? (stored === null ? null : await storedSound(stored));
      if (blob === null || !current) {
        return;
      }
      setSound(blob);
      const read = await readSong(blob);
      if (current) {
        setOutline(read);
      }
    };
    load().catch(() => current && setOutline("failed"));
    return () => {
      current = false;
    };
  }, [file, stored]);
  return { sound, outline };
}

async function storedSound(mediaId: string): Promise<Blob> {
  const { contentPath } = await media.getMedia({ mediaId });
  const response = await fetch(contentPath);
  if (!response.ok) {
    throw new Error(`HTTP ${response.status}`);
  }
  return response.blob();
}
