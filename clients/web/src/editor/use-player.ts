// SPDX-License-Identifier: Apache-2.0
import { type RefObject, useEffect, useRef, useState } from "react";
import { type Crop, planCrop } from "./crop";
import { type Footage, useFootage } from "./footage";
import { CutPlayer } from "./player";
import { shownCut, useEditor } from "./store";

/** Makes the player of a stage and keeps it with the cut, the loop and the sound. */
export function usePlayer(stage: RefObject<HTMLDivElement | null>, shape: number): { player: CutPlayer | null; footage: Footage } {
  const footage = useFootage();
  const latest = useRef(footage);
  latest.current = footage;
  const [player, setPlayer] = useState<CutPlayer | null>(null);
  const cut = useEditor(shownCut);
  const looping = useEditor((state) => state.looping);
  const range = useEditor((state) => state.range);
  const muted = useEditor((state) => state.muted);
  const songId = cut?.song?.mediaId ?? null;

  useEffect(() => {
    if (stage.current === null) {
      return;
    }
    const audio = new Audio();
    audio.preload = "auto";
    const made = new CutPlayer({
      stage: stage.current,
      audio,
      proxy: (mediaId) => latest.current.files.url(`proxy:${mediaId}`),
      crop: (shot) => cropOf(latest.current, shot, shape, useEditor.getState().saved?.fps ?? 30),
      onPlaying: (playing) => useEditor.setState({ playing }),
    });
    setPlayer(made);
    return () => {
      made.close();
      setPlayer(null);
    };
  }, [stage, shape]);

  useEffect(() => {
    if (player !== null && songId !== null) {
      void latest.current.files
        .url(`file:${songId}`)
        .then((url) => player.setSong(url))
        .catch(() => undefined);
    }
  }, [player, songId]);

  // Clips whose proxy has just been made are shown as soon as it is there.
  const proxies = [...footage.clips.values()].filter((clip) => clip.preview?.proxy !== undefined).length;
  useEffect(() => {
    if (cut !== null) {
      player?.setCut(cut);
    }
  }, [player, cut, proxies]);
  useEffect(() => {
    player?.setLoop(looping && cut !== null ? (range ?? { from: 0, to: cut.frames }) : null);
  }, [player, looping, range, cut]);
  useEffect(() => player?.setMuted(muted), [player, muted]);
  return { player, footage };
}

function cropOf(footage: Footage, shot: { mediaId: string; source: number; frames: number }, shape: number, fps: number): Crop {
  const clip = footage.clips.get(shot.mediaId);
  const proxy = clip?.preview?.proxy;
  const shown = proxy !== undefined && proxy.height > 0 ? proxy.width / proxy.height : (clip?.features?.width ?? 9) / (clip?.features?.height ?? 16);
  return planCrop(clip?.features?.subjectTrack ?? [], { start: shot.source, frames: shot.frames }, fps, shown, shape);
}
