// SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef, useState } from "react";
import { useLocation } from "wouter";
import { useStore } from "zustand";
import { type Job, Job_Shape } from "../gen/rushes/v1/job_pb";
import { generations, media, reasonOf } from "../lib/api";
import { durationSeconds } from "../lib/format";
import { Trouble, Waiting } from "../ui/feedback";
import type { Draft } from "../upload/draft";
import { changeJob, newDraft, openDraft, type Wish } from "../upload/drafts";
import { carriesFiles, filesOf, folderOf } from "../upload/drop";
import { sortFiles } from "../upload/kinds";
import { leaveSongStart } from "../upload/song";
import { words } from "../words";
import { Clips } from "./upload/clips";
import { useFindings, useLearn, usePreviews } from "./upload/findings";
import { Footer } from "./upload/footer";
import { Song } from "./upload/song";
import { possibleChoice, Style, type StyleChoice, useLatestStyle } from "./upload/style";

const TODAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" });

/** The place where an edit begins: clips, a song, a style. With {@code jobId}, goes on with an edit there is. */
export default function Upload({ jobId }: { jobId?: string }) {
  const wish = useRef<Wish>({ name: words.upload.unnamed(TODAY.format(new Date())), seconds: 30, shape: Job_Shape.VERTICAL });
  const [draft, setDraft] = useState<Draft | null>(() => (jobId === undefined ? newDraft(() => wish.current) : null));
  const [trouble, setTrouble] = useState<string | null>(null);
  useEffect(() => {
    if (jobId !== undefined) {
      openDraft(jobId).then(setDraft, (error: unknown) => setTrouble(reasonOf(error)));
    }
  }, [jobId]);
  if (trouble !== null) {
    return (
      <div className="mx-auto max-w-3xl p-10">
        <Trouble reason={trouble} onRetry={() => location.reload()} />
      </div>
    );
  }
  return draft === null ? <Waiting>{words.upload.opening}</Waiting> : <Form draft={draft} wish={wish.current} />;
}

function Form({ draft, wish }: { draft: Draft; wish: Wish }) {
  const state = useStore(draft.store);
  const { job, items } = state;
  const [, go] = useLocation();
  const [over, setOver] = useState(false);
  const [making, setMaking] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const [wanted, setWanted] = useState<StyleChoice | null>(null);
  const [name, setName] = useState(job?.displayName ?? wish.name);
  const [shape, setShape] = useState(job?.shape ?? wish.shape);
  const [seconds, setSeconds] = useState(job === null ? wish.seconds : durationSeconds(job.targetDuration));
  const latest = useLatestStyle();
  const known = items.filter((item) => item.phase === "done").length;
  const findings = useFindings(job?.jobId ?? null, known);
  const learn = useLearn(job?.jobId ?? null);
  const previews = usePreviews(job?.jobId ?? null, known);
  const finished = items.filter((item) => item.role === "finished" && item.phase !== "failed").length;
  const choice = possibleChoice(wanted, finished, latest !== undefined);

  const address = job === null ? "/new" : `/new/${job.jobId}`;
  useEffect(() => {
    if (job !== null && location.pathname === "/new") {
      go(address, { replace: true });
    }
  }, [address]);
  useEffect(() => {
    if (job !== null) {
      media.prepareMediaPreviews({ jobId: job.jobId }).catch(() => undefined);
    }
  }, [job?.jobId]);

  function change(some: Partial<Wish>): void {
    Object.assign(wish, some);
    if (job !== null) {
      changeJob(job, some).then(
        (changed) => draft.setJob(changed),
        (error: unknown) => setFailure(reasonOf(error)),
      );
    }
  }

  function addFiles(files: readonly File[], folder: string | null, as: "clips" | "song" | "finished"): void {
    const sorted = sortFiles(files, as === "clips" ? "any" : as === "song" ? "audio" : "video");
    const title = folder ?? folderOf(files);
    if (job === null && title !== null && name === wish.name) {
      setName(title);
      change({ name: title });
    }
    draft.add(sorted.songs.slice(-1), "song");
    draft.add(sorted.clips, as === "finished" ? "finished" : "clip", sorted.leftOut);
  }

  /** What was chosen while the job was being made has not reached it. */
  async function matched(made: Job): Promise<Job> {
    const chosen = { name: name.trim() === "" ? wish.name : name.trim(), seconds, shape };
    const same = made.displayName === chosen.name && durationSeconds(made.targetDuration) === seconds && made.shape === shape;
    if (same) {
      return made;
    }
    const changed = await changeJob(made, chosen);
    draft.setJob(changed);
    return changed;
  }

  async function make(): Promise<void> {
    setMaking(true);
    setFailure(null);
    try {
      await draft.named();
      const { jobId } = await matched(await draft.ready().then((made) => draft.store.getState().job ?? made));
      leaveSongStart(jobId, draft.store.getState().songStart);
      const generation = await generations.generateTimeline({
        jobId,
        styleProfileId: choice === "latest" ? (latest?.styleProfileId ?? "") : "",
        requestId: crypto.randomUUID(),
      });
      go(`/p/${jobId}/progress/${generation.generationId}`);
    } catch (error) {
      setFailure(reasonOf(error));
      setMaking(false);
    }
  }

  return (
    <div
      className="relative flex min-h-full flex-col"
      onDragOver={(event) => {
        if (carriesFiles(event.dataTransfer)) {
          event.preventDefault();
          setOver(true);
        }
      }}
      onDragLeave={(event) => !event.currentTarget.contains(event.relatedTarget as Node | null) && setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        void filesOf(event.dataTransfer).then(({ files, folder }) => addFiles(files, folder, "clips"));
      }}
    >
      <div className="mx-auto w-full max-w-5xl flex-1 px-8 pt-8">
        <h1 className="sr-only">{words.upload.title}</h1>
        <input
          aria-label={words.upload.name}
          value={name}
          maxLength={200}
          onChange={(event) => setName(event.target.value)}
          onBlur={() => {
            if (name.trim() === "") {
              setName(wish.name);
            } else if (name !== (job?.displayName ?? wish.name)) {
              change({ name: name.trim() });
            }
          }}
          className="-ml-3 mb-6 h-14 w-full rounded-lg border border-transparent bg-transparent px-3 text-2xl font-semibold hover:border-line focus:border-strong"
        />
        {(failure ?? state.trouble) !== null && (
          <div className="mb-6">
            <Trouble
              reason={failure ?? state.trouble ?? ""}
              {...(state.trouble === null ? {} : { onRetry: () => draft.retryAll() })}
            />
          </div>
        )}
        <Clips draft={draft} state={state} previews={previews} findings={findings} over={over} onFiles={(files) => addFiles(files, null, "clips")} />
        <Song
          draft={draft}
          state={state}
          findings={findings}
          onRepaired={learn}
          seconds={seconds}
          onSeconds={(length) => {
            setSeconds(length);
            change({ seconds: length });
          }}
          onFiles={(files) => addFiles(files, null, "song")}
        />
        <Style
          draft={draft}
          state={state}
          previews={previews}
          findings={findings}
          choice={choice}
          latest={latest}
          onChoice={setWanted}
          shape={shape}
          onShape={(next) => {
            setShape(next);
            change({ shape: next });
          }}
          onFiles={(files) => addFiles(files, null, "finished")}
        />
      </div>
      {over && items.length > 0 && (
        <div aria-hidden className="pointer-events-none fixed inset-0 left-16 z-20 m-3 flex items-center justify-center rounded-2xl border-2 border-dashed border-accent bg-ground/80 text-xl font-semibold">
          {words.upload.dropNow}
        </div>
      )}
      <Footer state={state} found={findings} wanted={seconds} making={making} onMake={() => void make()} />
    </div>
  );
}
