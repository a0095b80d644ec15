// SPDX-License-Identifier: Apache-2.0
import { Check, FileVideo, Hourglass, Pause, Play, RotateCcw, TriangleAlert, Upload } from "lucide-react";
import type { ReactNode } from "react";
import { clock } from "../../lib/format";
import { type Stored, usePicture } from "../../lib/pictures";
import { classNames } from "../../ui/class-names";
import { Tip } from "../../ui/tip";
import type { Draft } from "../../upload/draft";
import type { Item } from "../../upload/items";
import { words } from "../../words";
import { RemoveFile } from "./removal";
import { Ring } from "./ring";

export interface TileProps {
  item: Item;
  draft: Draft;
  /** The server's picture, for files from earlier. */
  picture: Stored | undefined;
  /** Why the server cannot use the file; null while it can. */
  rejection: string | null;
  /** Length the server measured, in seconds. */
  seconds: number | null;
}

const share = (item: Item): number => (item.size === 0 ? 0 : item.sent / item.size);

/** One file: its picture, name, length and how far it is. */
export function Tile({ item, draft, picture, rejection, seconds }: TileProps) {
  const stored = usePicture(picture);
  const url = item.poster ?? stored;
  const state = stateOf(item, rejection);
  const bad = item.phase === "failed" || rejection !== null;
  const length = item.seconds ?? seconds;
  return (
    <li
      aria-label={words.upload.tile(item.name, state)}
      className={classNames(
        "group relative flex flex-col overflow-hidden rounded-card border bg-panel",
        bad ? "border-bad/50" : item.phase === "missing" ? "border-fair/50" : "border-line",
      )}
    >
      <div className="relative aspect-[4/5] bg-raised">
        {url === null ? (
          <div className={classNames("flex h-full items-center justify-center text-faint", item.shown === null && item.file !== null && "shimmer")}>
            {item.shown === null && item.file !== null ? null : <FileVideo size={32} strokeWidth={1.25} />}
          </div>
        ) : (
          <img src={url} alt="" className={classNames("absolute inset-0 h-full w-full object-cover", rejection !== null && "opacity-60 grayscale")} />
        )}
        <RemoveFile
          item={item}
          draft={draft}
          narrow
          className="absolute top-1 left-1 bg-black/75 opacity-0 transition-opacity group-focus-within:opacity-100 group-hover:opacity-100 [@media(hover:none)]:opacity-100"
        />
        <div className="absolute top-1 right-1">
          <Action item={item} draft={draft} rejected={rejection !== null} />
        </div>
        {length !== null && (
          <span className="absolute bottom-1.5 left-1.5 rounded bg-black/75 px-1.5 py-px text-[12px] text-text">{clock(length)}</span>
        )}
        {item.shown === false && url === null && !bad && (
          <span className="absolute right-1.5 bottom-1.5 rounded bg-black/75 px-1.5 py-px text-[12px] text-soft">{words.upload.proxy}</span>
        )}
      </div>
      <div className="min-h-[52px] px-2.5 py-1.5">
        <p className="truncate text-[13px]" title={item.name}>
          {item.name}
        </p>
        <Note item={item} rejection={rejection} state={state} />
      </div>
    </li>
  );
}

function Note({ item, rejection, state }: { item: Item; rejection: string | null; state: string }) {
  const why = rejection ?? item.reason;
  if (why !== null) {
    return (
      <Tip text={why}>
        <p tabIndex={0} className="line-clamp-3 rounded text-[12px] text-bad">
          {why}
        </p>
      </Tip>
    );
  }
  if (item.copies.length > 0) {
    return <p className="line-clamp-2 text-[12px] text-fair">{words.upload.same(item.copies)}</p>;
  }
  return <p className={classNames("text-[12px]", item.phase === "missing" ? "text-fair" : "text-faint")}>{state}</p>;
}

function stateOf(item: Item, rejection: string | null): string {
  if (rejection !== null) {
    return words.upload.rejected;
  }
  switch (item.phase) {
    case "reading":
      return words.upload.reading(item.read);
    case "queued":
      return words.upload.queued;
    case "sending":
      return words.upload.sending(share(item));
    case "paused":
      return words.upload.paused(share(item));
    case "done":
      return words.upload.done;
    case "missing":
      return words.upload.missing(item.sent);
    case "failed":
      return item.reason ?? "";
  }
}

function Action({ item, draft, rejected }: { item: Item; draft: Draft; rejected: boolean }) {
  const still = (icon: ReactNode): ReactNode => <span className="inline-flex size-11 items-center justify-center">{icon}</span>;
  if (rejected) {
    return still(<Ring share={1} tone="bad"><TriangleAlert size={15} /></Ring>);
  }
  switch (item.phase) {
    case "reading":
      return still(<Ring share={item.read} tone="soft"><Hourglass size={14} /></Ring>);
    case "done":
      return still(<Ring share={1} tone="good"><Check size={16} strokeWidth={3} /></Ring>);
    case "missing":
      return still(<Ring share={share(item)} tone="soft"><Upload size={15} /></Ring>);
    case "queued":
    case "sending":
      return (
        <Act label={words.upload.pause(item.name)} onClick={() => draft.pause(item.key)}>
          <Ring share={share(item)} tone="accent"><Pause size={14} fill="currentColor" /></Ring>
        </Act>
      );
    case "paused":
      return (
        <Act label={words.upload.resume(item.name)} onClick={() => draft.resume(item.key)}>
          <Ring share={share(item)} tone="soft"><Play size={14} fill="currentColor" /></Ring>
        </Act>
      );
    case "failed":
      return (
        <Act label={words.upload.retry(item.name)} onClick={() => draft.retry(item.key)}>
          <Ring share={1} tone="bad"><RotateCcw size={15} /></Ring>
        </Act>
      );
  }
}

function Act({ label, onClick, children }: { label: string; onClick: () => void; children: ReactNode }) {
  return (
    <Tip text={label}>
      <button
        type="button"
        aria-label={label}
        onClick={onClick}
        className="inline-flex size-11 items-center justify-center rounded-full transition-transform hover:scale-110"
      >
        {children}
      </button>
    </Tip>
  );
}
