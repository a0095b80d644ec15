// SPDX-License-Identifier: Apache-2.0
import { Film, FolderOpen, Pause, Play, Plus, X } from "lucide-react";
import { toast } from "sonner";
import type { MediaPreview } from "../../gen/rushes/v1/media_preview_pb";
import { Button, IconButton } from "../../ui/button";
import { classNames } from "../../ui/class-names";
import type { Draft, DraftState } from "../../upload/draft";
import { VIDEO_ACCEPT } from "../../upload/kinds";
import { words } from "../../words";
import { Pick } from "./pick";
import { Section } from "./section";
import { Tile } from "./tile";
import type { Findings } from "./findings";

export interface ClipsProps {
  draft: Draft;
  state: DraftState;
  previews: Map<string, MediaPreview>;
  findings: Findings;
  over: boolean;
  onFiles: (files: File[]) => void;
}

/** The clips of the edit: a large place to drop them, then a tile for each. */
export function Clips({ draft, state, previews, findings, over, onFiles }: ClipsProps) {
  const clips = state.items.filter((item) => item.role === "clip");
  const missing = state.items.filter((item) => item.phase === "missing").length;
  const copies = clips.reduce((sum, item) => sum + item.copies.length, 0);
  const moving = state.items.some((item) => ["queued", "sending", "paused"].includes(item.phase));
  const stopped = state.paused || !state.items.some((item) => item.phase === "queued" || item.phase === "sending");
  return (
    <Section
      number={1}
      title={words.upload.clips}
      aside={
        clips.length > 0 && (
          <>
            {moving && (
              <Button
                look="quiet"
                icon={stopped ? <Play size={17} /> : <Pause size={17} />}
                onClick={() => draft.pauseAll(!stopped)}
              >
                {stopped ? words.upload.resumeAll : words.upload.pauseAll}
              </Button>
            )}
            <Pick icon={<Plus size={17} />} accept={VIDEO_ACCEPT} onFiles={onFiles}>
              {words.upload.moreFiles}
            </Pick>
            <Pick icon={<FolderOpen size={17} />} folder onFiles={onFiles}>
              {words.upload.moreFolder}
            </Pick>
          </>
        )
      }
    >
      {missing > 0 && (
        <div className="mb-3 flex flex-wrap items-center gap-3 rounded-lg bg-fair/10 py-1 pr-1 pl-4">
          <p className="min-w-0 flex-1 py-2 text-fair">{words.upload.missingHint(missing)}</p>
          <Button
            onClick={() => {
              draft.removeMissing().catch((error: unknown) => toast.error(error instanceof Error ? error.message : String(error)));
            }}
          >
            {words.upload.removeMissing(missing)}
          </Button>
        </div>
      )}
      {copies > 0 && (
        <p role="status" className="mb-3 text-soft">
          {words.upload.merged(copies)}
        </p>
      )}
      <LeftOutFiles draft={draft} state={state} />
      {clips.length === 0 ? (
        <Drop over={over} onFiles={onFiles} />
      ) : (
        <ul className="grid grid-cols-[repeat(auto-fill,minmax(136px,1fr))] gap-3">
          {clips.map((item) => (
            <Tile
              key={item.key}
              item={item}
              draft={draft}
              picture={item.mediaId === null ? undefined : previews.get(item.mediaId)?.thumbnail?.blob}
              rejection={item.mediaId === null ? null : (findings.rejections.get(item.mediaId) ?? null)}
              seconds={item.mediaId === null ? null : (findings.seconds.get(item.mediaId) ?? null)}
            />
          ))}
        </ul>
      )}
    </Section>
  );
}

function Drop({ over, onFiles }: { over: boolean; onFiles: (files: File[]) => void }) {
  return (
    <div
      className={classNames(
        "flex flex-col items-center justify-center gap-4 rounded-2xl border-2 border-dashed px-6 py-12 text-center transition-colors",
        over ? "border-accent bg-accent/10" : "border-line bg-panel/60",
      )}
    >
      <div className="inline-flex size-16 items-center justify-center rounded-2xl bg-raised text-accent">
        <Film size={30} strokeWidth={1.5} />
      </div>
      <div>
        <p className="text-base font-semibold">{over ? words.upload.dropNow : words.upload.clipsHow}</p>
        <p className="mx-auto mt-1 max-w-lg text-soft">{words.upload.clipsWhat}</p>
      </div>
      <div className="flex gap-3">
        <Pick look="plain" icon={<Plus size={17} />} accept={VIDEO_ACCEPT} onFiles={onFiles}>
          {words.upload.files}
        </Pick>
        <Pick icon={<FolderOpen size={17} />} folder onFiles={onFiles}>
          {words.upload.folder}
        </Pick>
      </div>
    </div>
  );
}

function LeftOutFiles({ draft, state }: { draft: Draft; state: DraftState }) {
  const some = state.leftOut;
  if (some.length === 0) {
    return null;
  }
  return (
    <div role="status" className="mb-3 flex items-start gap-2 rounded-lg bg-raised py-1 pr-1 pl-4">
      <div className="flex-1 py-2">
        <p className="font-medium">{words.upload.leftOutTitle(some.length)}</p>
        <ul className="mt-1 text-[13px] text-soft">
          {some.slice(0, 4).map((file, index) => (
            <li key={index}>
              “{file.name}” {words.upload.leftOut[file.why]}
            </li>
          ))}
          {some.length > 4 && <li>…</li>}
        </ul>
      </div>
      <IconButton label={words.close} look="quiet" onClick={() => draft.forgetLeftOut()}>
        <X size={18} />
      </IconButton>
    </div>
  );
}
