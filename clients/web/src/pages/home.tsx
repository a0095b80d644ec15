// SPDX-License-Identifier: Apache-2.0
import { useQuery } from "@connectrpc/connect-query";
import { Clapperboard, Plus } from "lucide-react";
import { Link } from "wouter";
import { Job_Shape } from "../gen/rushes/v1/job_pb";
import { JobService } from "../gen/rushes/v1/job_service_pb";
import { reasonOf } from "../lib/api";
import { durationSeconds, when } from "../lib/format";
import { Thumbnails } from "./home/thumbnails";
import { Empty, Trouble, Waiting } from "../ui/feedback";
import { words } from "../words";

const SHAPES: Record<number, string> = { [Job_Shape.SQUARE]: "1:1", [Job_Shape.LANDSCAPE]: "16:9" };

/** Every edit, newest first. */
export function Home() {
  const jobs = useQuery(JobService.method.listJobs, { pageSize: 200 });
  return (
    <div className="mx-auto max-w-5xl p-8">
      <header className="mb-6 flex items-center justify-between">
        <h1 className="text-2xl font-semibold">{words.home.title}</h1>
        <Link
          href="/new"
          className="inline-flex h-11 items-center gap-2 rounded-lg bg-accent px-5 font-semibold text-accent-ink hover:brightness-110"
        >
          <Plus size={18} />
          {words.home.create}
        </Link>
      </header>
      {jobs.isPending && <Waiting>{words.loading}</Waiting>}
      {jobs.isError && <Trouble reason={reasonOf(jobs.error)} onRetry={() => void jobs.refetch()} />}
      {jobs.data?.jobs.length === 0 && (
        <Empty icon={<Clapperboard size={40} />} title={words.home.empty}>
          {words.home.emptyHow}
        </Empty>
      )}
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(260px,1fr))] gap-4">
        {jobs.data?.jobs.map((job) => (
          <li key={job.jobId}>
            <Link
              href={job.timelineRevision > 0n ? `/p/${job.jobId}` : `/new/${job.jobId}`}
              aria-label={words.home.open(job.displayName)}
              className="group block overflow-hidden rounded-card border border-line bg-panel transition-colors hover:border-strong hover:bg-raised"
            >
              <Thumbnails jobId={job.jobId} />
              <div className="p-4">
                <h2 className="truncate text-base font-semibold">{job.displayName}</h2>
                <p className="mt-1 text-soft">
                  {SHAPES[job.shape] ?? "9:16"} · {durationSeconds(job.targetDuration)} s · {when(job.createTime)}
                </p>
                <p className="mt-2 text-[13px] text-faint">
                  {job.timelineRevision > 0n ? words.home.cut(Number(job.timelineRevision)) : words.home.noCut}
                </p>
              </div>
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}
