// SPDX-License-Identifier: Apache-2.0
import { CircleX, FileVideo } from "lucide-react";
import { useEffect, useState } from "react";
import type { MediaPreview } from "../../gen/rushes/v1/media_preview_pb";
import { type Media, Media_Kind } from "../../gen/rushes/v1/media_pb";
import { type Stored, usePicture } from "../../lib/pictures";
import { classNames } from "../../ui/class-names";
import { Tip } from "../../ui/tip";
import { draftHere } from "../../upload/drafts";
import { words } from "../../words";

export interface SheetProps {
  jobId: string;
  files: readonly Media[];
  previews: Map<string, MediaPreview>;
  rejections: Map<string, string>;
  /** Clips that were looked at and can be used. */
  looked: ReadonlySet<string>;
}

/** All clips as small pictures: they take on colour as they are looked at; those left out stay grey and say why. */
export function Sheet({ jobId, files, previews, rejections, looked }: SheetProps) {
  const clips = files.filter((file) => file.kind === Media_Kind.CLIP);
  const posters = usePosters(jobId);
  const out = clips.filter((file) => rejections.has(file.mediaId));
  return (
    <section aria-label={words.progress.sheet}>
      <header className="mb-3 flex items-baseline gap-3">
        <h2 className="font-semibold">{words.progress.sheet}</h2>
        <span className="text-soft">{clips.length}</span>
        {out.length > 0 && <span className="text-bad">{words.progress.rejected(out.length)}</span>}
      </header>
      {clips.length === 0 && <p className="text-soft">{words.progress.sheetNone}</p>}
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(92px,1fr))] gap-2">
        {clips.map((file) => (
          <Clip
            key={file.mediaId}
            name={file.fileName}
            local={posters.get(file.mediaId) ?? null}
            stored={previews.get(file.mediaId)?.thumbnail?.blob}
            rejection={rejections.get(file.mediaId) ?? null}
            looked={looked.has(file.mediaId)}
          />
        ))}
      </ul>
      {out.length > 0 && (
        <ul className="mt-4 flex flex-col gap-1.5 text-[13px] text-soft">
          {out.map((file) => (
            <li key={file.mediaId} className="flex gap-2">
              <CircleX size={16} className="mt-0.5 shrink-0 text-bad" />
              <span>
                <span className="text-text">{file.fileName}</span>: {rejections.get(file.mediaId)}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

interface ClipProps {
  name: string;
  local: string | null;
  stored: Stored | undefined;
  rejection: string | null;
  looked: boolean;
}

function Clip({ name, local, stored, rejection, looked }: ClipProps) {
  const picture = usePicture(local === null ? stored : undefined);
  const url = local ?? picture;
  const state = rejection ?? (looked ? words.progress.usable : words.progress.notYet);
  return (
    <li>
      <Tip text={`${name}: ${state}`}>
        <div
          tabIndex={0}
          role="img"
          aria-label={`${name}: ${state}`}
          className={classNames(
            "relative aspect-[3/4] overflow-hidden rounded-lg border bg-raised transition-all duration-700",
            rejection !== null ? "border-bad/60" : looked ? "border-good/60" : "border-line",
          )}
        >
          {url === null ? (
            <span className="flex h-full flex-col items-center justify-center gap-1.5 p-1 text-faint">
              <FileVideo size={22} strokeWidth={1.25} />
              <span className="w-full truncate text-center text-[12px]">{name}</span>
            </span>
          ) : (
            <img
              src={url}
              alt=""
              className={classNames(
                "absolute inset-0 h-full w-full object-cover transition-[filter,opacity] duration-700",
                rejection !== null ? "opacity-40 grayscale" : looked ? "" : "opacity-60 grayscale-[70%]",
              )}
            />
          )}
          {rejection !== null && (
            <span className="absolute right-1 bottom-1 rounded-full bg-black/80 text-bad">
              <CircleX size={18} />
            </span>
          )}
        </div>
      </Tip>
    </li>
  );
}

/** Pictures this tab made of files it sends itself; they are there before the server's. */
export function usePosters(jobId: string): Map<string, string> {
  const [posters, setPosters] = useState(() => postersOf(jobId));
  useEffect(() => draftHere(jobId)?.store.subscribe(() => setPosters(postersOf(jobId))), [jobId]);
  return posters;
}

function postersOf(jobId: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const item of draftHere(jobId)?.store.getState().items ?? []) {
    if (item.mediaId !== null && item.poster !== null) {
      found.set(item.mediaId, item.poster);
    }
  }
  return found;
}
