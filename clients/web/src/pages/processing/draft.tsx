// SPDX-License-Identifier: Apache-2.0
import { Scissors } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { toast } from "sonner";
import { cutOf, lookWords, type Shot } from "../../editor/model";
import type { Generation } from "../../gen/rushes/v1/generation_pb";
import type { DraftTimelineResponse } from "../../gen/rushes/v1/generation_service_pb";
import type { Media } from "../../gen/rushes/v1/media_pb";
import type { MediaPreview } from "../../gen/rushes/v1/media_preview_pb";
import { ProgressStep_Kind } from "../../gen/rushes/v1/progress_pb";
import { generations, reasonOf } from "../../lib/api";
import { seconds } from "../../lib/format";
import { type Stored, usePicture } from "../../lib/pictures";
import { Button } from "../../ui/button";
import { classNames } from "../../ui/class-names";
import { words } from "../../words";
import { isOver } from "./follow";
import { usePosters } from "./sheet";

const FIRST_LOOKS_MS = 1000;

/**
 * The newest look ahead; asks again each time more clips were looked at, and each second while first looks are taken, one question at a
 * time. Null before the first answer.
 */
export function useDraft(generation: Generation | null): DraftTimelineResponse | null {
  const [draft, setDraft] = useState<DraftTimelineResponse | null>(null);
  const asking = useRef(false);
  const [asked, setAsked] = useState("");
  const [tick, setTick] = useState(0);
  const id = generation?.generationId ?? "";
  const looked = generation?.progress?.steps.find((step) => step.kind === ProgressStep_Kind.LOOKING_AT_FOOTAGE)?.doneCount ?? 0;
  const question = `${looked} ${tick}`;
  const wanted = generation !== null && !isOver(generation) && question !== asked;
  const expecting = !wanted && !isOver(generation) && (draft?.glancingClipCount ?? 0) > 0;
  useEffect(() => {
    if (!expecting) {
      return;
    }
    const timer = setTimeout(() => setTick((before) => before + 1), FIRST_LOOKS_MS);
    return () => clearTimeout(timer);
  }, [expecting, asked]);
  useEffect(() => {
    if (!wanted || asking.current) {
      return;
    }
    asking.current = true;
    generations
      .draftTimeline({ generationId: id })
      // Without an answer the draft before it stands; the next clip asks again.
      .then(setDraft, () => undefined)
      .finally(() => {
        asking.current = false;
        setAsked(question);
      });
  }, [id, wanted, question, asked]);
  return draft;
}

interface DraftProps {
  jobId: string;
  generationId: string;
  /** Whether the editor is about to open with what is known. */
  early: boolean;
  draft: DraftTimelineResponse;
  files: readonly Media[];
  previews: Map<string, MediaPreview>;
}

/** The cut as far as the footage known so far makes one: it fills up and changes while the rest is looked at. */
export function Draft({ jobId, generationId, early, draft, files, previews }: DraftProps) {
  const posters = usePosters(jobId);
  const [chosen, setChosen] = useState<string | null>(null);
  const cut = draft.draft === undefined ? null : cutOf(draft.draft);
  const shots = cut?.shots ?? [];
  const [asked, setAsked] = useState(false);
  async function cutEarly(): Promise<void> {
    setAsked(true);
    try {
      await generations.cutEarly({ generationId });
    } catch (error) {
      toast.error(reasonOf(error));
      setAsked(false);
    }
  }
  const shown = shots.find((shot) => shot.mediaId === chosen) ?? shots[0];
  return (
    <section aria-label={words.progress.draft} className="sticky bottom-0 col-span-full -mx-8 -mb-8 rounded-t-2xl border border-b-0 border-line bg-panel px-8 py-4 shadow-2xl shadow-black">
      <header className="mb-2 flex flex-wrap items-baseline gap-x-3">
        <h2 className="font-semibold">{words.progress.draft}</h2>
        <p role="status" className="text-[13px] text-soft">
          {cut === null ? words.progress.draftNone : words.progress.draftSo(shots.length, seconds(cut.frames / cut.fps), draft.usableClipCount, draft.unseenClipCount)}
        </p>
        {draft.unseenClipCount > 0 && cut !== null && (
          <div className="ml-auto flex items-center gap-3 self-center">
            <p className="max-w-md text-right text-[13px] text-soft">{draft.canCutEarly ? words.progress.earlyHow : words.progress.earlyNotYet}</p>
            <Button look="main" disabled={!draft.canCutEarly || early || asked} icon={<Scissors size={17} />} onClick={() => void cutEarly()}>
              {words.progress.early}
            </Button>
          </div>
        )}
      </header>
      <ol className="flex h-24 gap-0.5">
        {shots.map((shot, at) => (
          <Piece
            key={`${shot.mediaId} ${shot.source}`}
            shot={shot}
            at={at}
            fps={cut?.fps ?? 30}
            chosen={shot === shown}
            local={posters.get(shot.mediaId) ?? null}
            stored={previews.get(shot.mediaId)?.thumbnail?.blob}
            clip={files.find((file) => file.mediaId === shot.mediaId)?.contentPath ?? ""}
            onChoose={() => setChosen(shot.mediaId)}
          />
        ))}
      </ol>
      {shown !== undefined && (
        <p className="mt-2 min-h-5 truncate text-[13px]">
          <span className="text-soft">{[shown.fileName, lookWords(shown.look)].filter(Boolean).join(" · ")}</span> {shown.why}
        </p>
      )}
    </section>
  );
}

interface PieceProps {
  shot: Shot;
  at: number;
  fps: number;
  chosen: boolean;
  local: string | null;
  stored: Stored | undefined;
  /** Where the clip itself is; the server makes no pictures while somebody waits for a cut. */
  clip: string;
  onChoose: () => void;
}

function Piece({ shot, at, fps, chosen, local, stored, clip, onChoose }: PieceProps) {
  // Links change with every answer; the clip does not.
  const [link] = useState(clip);
  const picture = usePicture(local === null ? stored : undefined);
  const url = local ?? picture;
  return (
    <li className="min-w-0 animate-[appear_400ms_ease-out]" style={{ flexGrow: shot.frames, flexBasis: 0 }}>
      <button
        type="button"
        aria-pressed={chosen}
        aria-label={words.progress.draftShot(at + 1, shot.fileName, seconds(shot.frames / fps))}
        onClick={onChoose}
        onPointerEnter={onChoose}
        onFocus={onChoose}
        className={classNames("relative block size-full overflow-hidden rounded-md bg-raised", url === null && "shimmer", chosen && "ring-2 ring-accent")}
      >
        {url === null && link !== "" && (
          <video src={`${link}#t=${(shot.source / fps).toFixed(3)}`} muted playsInline preload="metadata" tabIndex={-1} aria-hidden className="absolute inset-0 size-full object-cover object-[50%_20%]" />
        )}
        {url !== null && <img src={url} alt="" className="absolute inset-0 size-full object-cover object-[50%_20%]" />}
        <span className="absolute top-1 left-1.5 text-[13px] font-bold text-white [text-shadow:0_1px_2px_#000]">{at + 1}</span>
      </button>
    </li>
  );
}
