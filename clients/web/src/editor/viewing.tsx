// SPDX-License-Identifier: Apache-2.0
import { ArrowLeft } from "lucide-react";
import { useCallback, useMemo, useRef } from "react";
import { Link } from "wouter";
import { words } from "../words";
import { CommentPanel } from "./comment-panel";
import { CommentPins } from "./comment-pins";
import { openCount, useComments } from "./comments";
import { type GridBeat, gridOf } from "./grid";
import { Connection } from "./header";
import { useViewingKeys } from "./keyboard";
import type { Cut, Shot } from "./model";
import type { CutPlayer } from "./player";
import { Preview } from "./preview";
import { Ruler } from "./ruler";
import { scaleOf } from "./scale";
import { shownCut, useEditor } from "./store";
import { ShotBox, STRIP_HEIGHT, STRIP_TOP } from "./strip";
import { Playhead, useView } from "./timeline";
import { usePlayer } from "./use-player";

interface ViewingRoomProps {
  cut: Cut;
  name: string;
  shape: number;
  /** Whether there is nothing else here for whoever looks. */
  guest: boolean;
}

/** What somebody sees who may look and comment but not edit: the picture, the cut to go along, and what is said. Phones have it one below the other. */
export function ViewingRoom({ cut, name, shape, guest }: ViewingRoomProps) {
  const stage = useRef<HTMLDivElement>(null);
  const { player, footage } = usePlayer(stage, shape);
  const shown = useEditor(shownCut) ?? cut;
  const grid = useMemo(() => gridOf(cut, footage.song?.beats ?? []), [cut.song, cut.fps, footage.song]);
  const open = useComments((state) => openCount(state.comments));
  useViewingKeys({ player, grid });
  return (
    <main className="grid h-full grid-cols-[minmax(0,1fr)_332px] grid-rows-[auto_minmax(0,1fr)_auto] narrow:block narrow:overflow-y-auto">
      <header className="col-span-2 flex h-14 items-center gap-3 border-b border-line bg-panel px-4">
        {!guest && (
          <Link href="/" aria-label={words.editor.back} className="-ml-2 inline-flex size-11 items-center justify-center rounded-lg text-soft hover:bg-hover hover:text-text">
            <ArrowLeft size={20} />
          </Link>
        )}
        <h1 className="min-w-0 flex-1 truncate text-base font-semibold">{name}</h1>
        <p role="status" className="text-[13px] text-soft">
          <Connection say={words.viewing.link} />
        </p>
      </header>
      <div className="col-start-1 row-start-2 grid min-h-0 narrow:h-[75dvh] narrow:min-h-96">
        <Preview cut={shown} grid={grid} stage={stage} player={player} shape={shape} viewing />
      </div>
      <div className="col-start-1 row-start-3 h-[193px]">
        <ViewingStrip cut={shown} grid={grid} player={player} shape={shape} />
      </div>
      <section
        aria-label={words.comments.label}
        className="col-start-2 row-span-2 row-start-2 min-h-0 overflow-y-auto border-l border-line bg-panel p-4 narrow:border-t narrow:border-l-0"
      >
        <h2 className="mb-3 text-base font-semibold">{words.comments.tab(open)}</h2>
        <CommentPanel cut={cut} player={player} />
      </section>
    </main>
  );
}

interface ViewingStripProps {
  cut: Cut;
  grid: GridBeat[];
  player: CutPlayer | null;
  shape: number;
}

/** The whole cut to go along: a touch of the ruler goes there, one of a shot to its beginning. */
function ViewingStrip({ cut, grid, player, shape }: ViewingStripProps) {
  const scroll = useRef<HTMLDivElement>(null);
  const view = useView(scroll);
  const scale = useMemo(() => scaleOf(cut.fps, cut.frames, null, view.width), [cut.fps, cut.frames, view.width]);
  const go = useCallback((shot: Shot) => player?.seek(shot.start), [player]);
  return (
    <div role="region" aria-label={words.timeline.label} ref={scroll} className="relative h-full overflow-hidden border-t border-line bg-panel">
      <div className="relative" style={{ width: scale.width, height: STRIP_TOP + STRIP_HEIGHT + 8 }}>
        <Ruler cut={cut} grid={grid} scale={scale} view={view} onSeek={(frame) => player?.seek(frame)} />
        <div role="group" aria-label={words.timeline.strip} className="absolute inset-x-0" style={{ top: STRIP_TOP, height: STRIP_HEIGHT }}>
          {cut.shots.map((shot, index) => (
            <ShotBox
              key={shot.id}
              shot={shot}
              at={index}
              fps={cut.fps}
              scale={scale}
              shape={shape}
              selected={false}
              dragged={false}
              lifted={false}
              changed={false}
              busy={false}
              gliding={false}
              fixed
              onGrip={() => undefined}
              onOpen={go}
            />
          ))}
        </div>
        <CommentPins cut={cut} scale={scale} player={player} />
        <Playhead scale={scale} cut={cut} />
      </div>
    </div>
  );
}
