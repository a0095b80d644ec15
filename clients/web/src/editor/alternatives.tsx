// SPDX-License-Identifier: Apache-2.0
import { Check, X } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "../ui/button";
import { classNames } from "../ui/class-names";
import { words } from "../words";
import type { Desk } from "./desk";
import { Film } from "./film";
import { useFootage } from "./footage";
import { replacement } from "./library";
import type { Shot } from "./model";
import type { CutPlayer } from "./player";
import { setCut, settledCut } from "./store";

const SHOWN = 4;
const CLOSE_CALL = 0.3;
/** How much of the cut is heard before the shot, in seconds. */
const RUN_UP = 1;

interface AlternativesProps {
  shot: Shot;
  desk: Desk;
  player: CutPlayer | null;
  shape: number;
}

/** The clips that nearly stood here, and what would have changed the choice. Each can be seen in its place, with the music, before it is taken. */
export function Alternatives({ shot, desk, player, shape }: AlternativesProps) {
  const { clips } = useFootage();
  const [tried, setTried] = useState<string | null>(null);
  // What was heard of before a clip was tried: the tried one has no alternatives of its own.
  const standing = settledCut()?.shots.find((other) => other.id === shot.id) ?? shot;
  useEffect(() => () => setCut({ drag: null }), []);
  const next = standing.runnerUps[0];
  if (next === undefined) {
    return null;
  }
  const width = 66;
  const height = Math.min(118, Math.round(width / shape));
  const loss = (value: number): string => value.toFixed(2);

  const change = (mediaId: string) => {
    const clip = clips.get(mediaId);
    const cut = settledCut();
    return clip === undefined || cut === null ? null : replacement(clip, standing, cut);
  };
  const leave = (): void => {
    setTried(null);
    setCut({ drag: null });
  };
  const show = (mediaId: string): void => {
    const wanted = change(mediaId);
    if (wanted === null || mediaId === tried) {
      leave();
      return;
    }
    setTried(mediaId);
    setCut({ drag: wanted });
    player?.seek(standing.start - RUN_UP * (settledCut()?.fps ?? 30));
    void player?.play();
  };
  const take = (): void => {
    const wanted = tried === null ? null : change(tried);
    leave();
    if (wanted !== null) {
      desk.make(wanted);
    }
  };
  return (
    <div className="flex flex-col gap-2">
      <h3 className="text-[13px] text-soft">{words.inspector.instead}</h3>
      <ul className="flex gap-2">
        {standing.runnerUps.slice(0, SHOWN).map((other, i) => {
          const clip = clips.get(other.mediaId);
          return (
            clip !== undefined && (
              <li key={other.mediaId}>
                <button
                  type="button"
                  onClick={() => show(other.mediaId)}
                  aria-pressed={tried === other.mediaId}
                  aria-label={words.inspector.tryIt(clip.fileName)}
                  className={classNames(
                    "relative block overflow-hidden rounded-lg border-2 hover:border-accent",
                    tried === other.mediaId ? "border-accent" : "border-line",
                  )}
                >
                  <Film clip={clip} width={width} height={height} />
                  <span className="absolute top-1 left-1 rounded bg-black/70 px-1 text-[12px] font-semibold text-white">{i + 1}</span>
                  <span className="absolute inset-x-0 bottom-0 bg-black/75 py-0.5 text-center text-[12px] text-white">{other.loss < 0.005 ? words.inspector.even : `−${loss(other.loss)}`}</span>
                </button>
              </li>
            )
          );
        })}
      </ul>
      {tried === null ? (
        <p className="text-[13px] text-soft">
          {next.loss < CLOSE_CALL ? words.inspector.flip(next.fileName, loss(next.loss)) : words.inspector.clear(next.fileName, loss(next.loss))}
        </p>
      ) : (
        <div className="grid grid-cols-2 gap-2">
          <Button look="main" icon={<Check size={17} />} onClick={take}>
            {words.inspector.take}
          </Button>
          <Button icon={<X size={17} />} onClick={leave}>
            {words.inspector.leave}
          </Button>
        </div>
      )}
    </div>
  );
}
