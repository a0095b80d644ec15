// SPDX-License-Identifier: Apache-2.0
import { useQuery } from "@connectrpc/connect-query";
import { Ban, CircleAlert, PartyPopper, RotateCcw, ShieldCheck, TriangleAlert } from "lucide-react";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import { toast } from "sonner";
import { Link, useLocation } from "wouter";
import { type Generation, Generation_State } from "../gen/rushes/v1/generation_pb";
import { JobService } from "../gen/rushes/v1/job_service_pb";
import { MediaService } from "../gen/rushes/v1/media_service_pb";
import { generations, media, reasonOf } from "../lib/api";
import { durationSeconds } from "../lib/format";
import { Button } from "../ui/button";
import { Bar, Trouble, Waiting } from "../ui/feedback";
import { words } from "../words";
import { Draft, useDraft } from "./processing/draft";
import { applySongStart, isOver, useGeneration, useSending } from "./processing/follow";
import { Sheet } from "./processing/sheet";
import { Steps } from "./processing/steps";
import { useFindings, usePreviews } from "./upload/findings";

/** A cut being made: the steps, how long it takes, and the clips as they are looked at. Opens the editor when it is there. */
export default function Processing({ jobId, generationId }: { jobId: string; generationId: string }) {
  const { generation, link, failure } = useGeneration(generationId);
  const draft = useDraft(generation);
  const job = useQuery(JobService.method.getJob, { jobId }).data;
  const over = isOver(generation);
  const files = useQuery(MediaService.method.listMedia, { jobId, pageSize: 1000 }, { refetchInterval: over ? false : 4000 }).data?.media ?? [];
  const findings = useFindings(jobId, files.length);
  const previews = usePreviews(jobId, files.length);
  const rejections = useMemo(() => {
    const all = new Map(findings.rejections);
    generation?.rejectedClips.forEach((clip) => all.set(clip.mediaId, clip.reason));
    return all;
  }, [findings, generation]);
  const percent = Math.floor((generation?.progress?.fraction ?? 0) * 100);
  const name = job?.displayName ?? "";

  useEffect(() => {
    media.prepareMediaPreviews({ jobId }).catch(() => undefined);
  }, [jobId]);
  useTitle(generation === null || over ? name : words.progress.tab(percent, name));
  useEditorAfter(jobId, generation);

  if (failure !== null) {
    return (
      <div className="mx-auto max-w-3xl p-10">
        <Trouble reason={failure} onRetry={() => location.reload()} />
      </div>
    );
  }
  if (generation === null) {
    return <Waiting>{words.loading}</Waiting>;
  }
  const looked = new Set(findings.seconds.keys());
  return (
    <div className="mx-auto grid min-h-full max-w-6xl grid-cols-[minmax(300px,400px)_1fr] items-start gap-10 p-8 max-[1100px]:grid-cols-1">
      <section className="sticky top-8 rounded-2xl border border-line bg-panel p-6 max-[1100px]:static">
        <p className="truncate text-soft">{name}</p>
        <div className="mb-5 flex items-center gap-3">
          <h1 className="mr-auto text-xl font-semibold">{titleOf(generation)}</h1>
          {!over && <Cancel generationId={generationId} />}
        </div>
        {(!over || generation.state === Generation_State.SUCCEEDED) && (
          <>
            <div className="mb-2 flex items-baseline justify-between">
              <span className="text-3xl font-semibold tabular-nums">{words.progress.percent(percent)}</span>
              <span className="text-soft">{leftOf(generation)}</span>
            </div>
            <Bar share={generation.progress?.fraction ?? 0} label={words.progress.bar} look={over ? "good" : "accent"} />
          </>
        )}
        {link === "offline" && !over && <p role="status" className="mt-3 text-[13px] text-fair">{words.progress.offline}</p>}
        <div className="mt-4">
          <Steps steps={generation.progress?.steps ?? []} over={over} />
        </div>
        <Ending jobId={jobId} generation={generation} />
      </section>
      <Sheet jobId={jobId} files={files} previews={previews} rejections={rejections} looked={looked} />
      {draft !== null && !isOver(generation) && <Draft jobId={jobId} generationId={generationId} early={generation.early} draft={draft} files={files} previews={previews} />}
    </div>
  );
}

function titleOf(generation: Generation): string {
  switch (generation.state) {
    case Generation_State.SUCCEEDED:
      return words.progress.done;
    case Generation_State.FAILED:
      return words.progress.failed;
    case Generation_State.CANCELLED:
      return words.progress.cancelled;
    default:
      return words.progress.title;
  }
}

function leftOf(generation: Generation): string {
  if (isOver(generation)) {
    return "";
  }
  const left = generation.progress?.remainingDuration;
  return left === undefined ? words.progress.leftUnknown : words.progress.left(durationSeconds(left));
}

/** Below the steps: what a person can do now. */
function Ending({ jobId, generation }: { jobId: string; generation: Generation }) {
  const [, go] = useLocation();
  const [busy, setBusy] = useState(false);
  const sending = useSending(jobId);

  async function act(work: () => Promise<unknown>): Promise<void> {
    setBusy(true);
    try {
      await work();
    } catch (error) {
      toast.error(reasonOf(error));
    } finally {
      setBusy(false);
    }
  }
  async function again(): Promise<void> {
    const { styleProfileId, seed } = generation;
    const next = await generations.generateTimeline({ jobId, styleProfileId, seed, requestId: crypto.randomUUID() });
    go(`/p/${jobId}/progress/${next.generationId}`);
  }

  if (generation.state === Generation_State.SUCCEEDED) {
    return <Line icon={<PartyPopper size={18} className="text-good" />}>{words.progress.opening}</Line>;
  }
  if (isOver(generation)) {
    const failed = generation.state === Generation_State.FAILED;
    return (
      <>
        {failed ? (
          <div role="alert" className="mt-3 flex gap-3 rounded-lg border border-bad/40 bg-bad/10 p-4">
            <CircleAlert size={18} className="mt-0.5 shrink-0 text-bad" />
            <p className="min-w-0 break-words first-letter:uppercase">{generation.error?.message}</p>
          </div>
        ) : (
          <Line icon={<Ban size={18} />}>{words.progress.cancelledHow}</Line>
        )}
        <div className="mt-4 flex flex-wrap gap-2">
          <Link
            href={`/new/${jobId}`}
            className="inline-flex h-11 items-center rounded-lg bg-accent px-4 font-semibold text-accent-ink hover:brightness-110"
          >
            {words.progress.back}
          </Link>
          <Button icon={<RotateCcw size={17} />} disabled={busy} onClick={() => void act(again)}>
            {words.progress.again}
          </Button>
        </div>
      </>
    );
  }
  return (
    <>
      {sending > 0 ? (
        <Line icon={<TriangleAlert size={18} className="text-fair" />}>{words.progress.keepOpen(sending)}</Line>
      ) : (
        <Line icon={<ShieldCheck size={18} className="text-good" />}>{words.progress.safe}</Line>
      )}
    </>
  );
}

/** Stands beside the title, where the cut so far never covers it. */
function Cancel({ generationId }: { generationId: string }) {
  const [busy, setBusy] = useState(false);
  async function cancel(): Promise<void> {
    setBusy(true);
    try {
      await generations.cancelGeneration({ generationId });
    } catch (error) {
      toast.error(reasonOf(error));
      setBusy(false);
    }
  }
  return (
    <Button disabled={busy} onClick={() => void cancel()}>
      {busy ? words.progress.cancelling : words.progress.cancel}
    </Button>
  );
}

function Line({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <p role="status" className="mt-3 flex gap-3 text-soft">
      <span className="mt-0.5 shrink-0">{icon}</span>
      {children}
    </p>
  );
}

function useTitle(title: string): void {
  useEffect(() => {
    document.title = title === "" ? words.product : title;
    return () => {
      document.title = words.product;
    };
  }, [title]);
}

/** Opens the editor once the cut is there, with the song where a person wanted it. */
function useEditorAfter(jobId: string, generation: Generation | null): void {
  const [, go] = useLocation();
  const revision = generation?.state === Generation_State.SUCCEEDED ? generation.timelineRevision : 0n;
  useEffect(() => {
    if (revision > 0n) {
      let here = true;
      applySongStart(jobId, revision)
        .catch(() => toast.error(words.progress.windowFailed))
        .finally(() => here && go(`/p/${jobId}`, { replace: true }));
      return () => {
        here = false;
      };
    }
    return undefined;
  }, [revision, jobId]);
}
