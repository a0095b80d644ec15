// SPDX-License-Identifier: Apache-2.0
import { type CSSProperties, type PointerEvent, useEffect, useState } from "react";
import { MediaPreview_State } from "../gen/rushes/v1/media_preview_pb";
import { durationSeconds } from "../lib/format";
import { classNames } from "../ui/class-names";
import { type Clip, useFootage } from "./footage";

/** The object URL of a clip's filmstrip; null until it is there. */
export function useFilmstrip(clip: Clip | undefined): string | null {
  const { files } = useFootage();
  const [url, setUrl] = useState<string | null>(null);
  const mediaId = clip?.mediaId;
  const there = clip?.preview?.state === MediaPreview_State.SUCCEEDED;
  useEffect(() => {
    let wanted = true;
    setUrl(null);
    if (mediaId !== undefined && there) {
      void files
        .url(`filmstrip:${mediaId}`)
        .then((found) => wanted && setUrl(found))
        .catch(() => undefined);
    }
    return () => {
      wanted = false;
    };
  }, [files, mediaId, there]);
  return url;
}

/** Shows the tile of a filmstrip nearest to a time so that it covers a box of the stated size. */
export function tileStyle(clip: Clip, url: string | null, seconds: number, width: number, height: number): CSSProperties {
  const strip = clip.preview?.filmstrip;
  if (strip === undefined || url === null) {
    return { width, height };
  }
  const interval = durationSeconds(strip.tileInterval) || 1;
  const tile = Math.min(strip.tileCount - 1, Math.max(0, Math.round(seconds / interval)));
  const scale = Math.max(width / strip.tileWidth, height / strip.tileHeight);
  const shown = { width: strip.tileWidth * scale, height: strip.tileHeight * scale };
  const column = tile % strip.columnCount;
  const row = Math.floor(tile / strip.columnCount);
  return {
    width,
    height,
    backgroundImage: `url(${url})`,
    backgroundSize: `${shown.width * strip.columnCount}px auto`,
    backgroundPosition: `${-column * shown.width + (width - shown.width) / 2}px ${-row * shown.height + (height - shown.height) / 2}px`,
    backgroundRepeat: "no-repeat",
  };
}

/** A picture of a clip; moving the pointer over it scrubs through the clip. */
export function Film({ clip, width, height, at, className }: { clip: Clip; width: number; height: number; at?: number; className?: string }) {
  const url = useFilmstrip(clip);
  const [share, setShare] = useState<number | null>(null);
  const scrub = (event: PointerEvent<HTMLDivElement>): void => {
    const box = event.currentTarget.getBoundingClientRect();
    setShare((event.clientX - box.left) / box.width);
  };
  const seconds = share === null ? (at ?? clip.seconds / 3) : share * clip.seconds;
  return (
    <div
      aria-hidden
      onPointerMove={scrub}
      onPointerLeave={() => setShare(null)}
      style={tileStyle(clip, url, seconds, width, height)}
      className={classNames("relative shrink-0 overflow-hidden bg-raised", url === null && "shimmer", className)}
    >
      {share !== null && <div className="absolute inset-y-0 w-px bg-accent" style={{ left: `${share * 100}%` }} />}
    </div>
  );
}
