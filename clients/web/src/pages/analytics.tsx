// SPDX-License-Identifier: Apache-2.0
import { createQueryOptions, useQuery, useTransport } from "@connectrpc/connect-query";
import { useQueries } from "@tanstack/react-query";
import { ChartNoAxesColumn } from "lucide-react";
import { useState } from "react";
import { Link } from "wouter";
import { byTime, type Named } from "../analytics/numbers";
import { JobService } from "../gen/rushes/v1/job_service_pb";
import type { Project } from "../gen/rushes/v1/project_pb";
import { ProjectService } from "../gen/rushes/v1/project_service_pb";
import { SessionService } from "../gen/rushes/v1/session_service_pb";
import { reasonOf } from "../lib/api";
import { Empty, Trouble, Waiting } from "../ui/feedback";
import { words } from "../words";
import { Flags, Instructions, Sessions } from "./analytics/lists";
import { Calibration, Split } from "./analytics/plots";
import { Tiles } from "./analytics/tiles";

/** How many of the newest edits and sessions are summed up. */
const NEWEST = 50;

/** How edits went: what was kept, how long it took, and what needs work. */
export default function Analytics() {
  const projects = useQuery(ProjectService.method.listProjects, { pageSize: 200 });
  const [wanted, setWanted] = useState<string | null>(null);
  if (projects.isPending) {
    return <Waiting>{words.loading}</Waiting>;
  }
  if (projects.isError) {
    return (
      <div className="mx-auto max-w-3xl p-10">
        <Trouble reason={reasonOf(projects.error)} onRetry={() => void projects.refetch()} />
      </div>
    );
  }
  const all = projects.data.projects;
  const project = all.find(({ projectId }) => projectId === wanted) ?? all[0];
  return project === undefined ? <Nothing /> : <Numbers project={project} all={all} onProject={setWanted} />;
}

function Numbers({ project, all, onProject }: { project: Project; all: readonly Project[]; onProject: (projectId: string) => void }) {
  const { projectId } = project;
  const sum = useQuery(SessionService.method.aggregateEditSessions, { projectId, sessionCount: NEWEST });
  const jobs = useQuery(JobService.method.listJobs, { projectId, pageSize: NEWEST });
  const transport = useTransport();
  const made = (jobs.data?.jobs ?? []).filter((job) => job.timelineRevision > 0n);
  const answers = useQueries({
    queries: made.map((job) => createQueryOptions(SessionService.method.listEditSessions, { jobId: job.jobId }, { transport })),
  });
  const error = sum.error ?? jobs.error;
  if (error !== null) {
    return (
      <div className="mx-auto max-w-3xl p-10">
        <Trouble
          reason={reasonOf(error)}
          onRetry={() => {
            void sum.refetch();
            void jobs.refetch();
          }}
        />
      </div>
    );
  }
  if (sum.data === undefined || jobs.data === undefined || answers.some((answer) => answer.isPending)) {
    return <Waiting>{words.loading}</Waiting>;
  }
  const named: Named[] = answers.flatMap((answer, i) =>
    (answer.data?.sessions ?? []).map((session) => ({ session, edit: made[i]?.displayName ?? "" })),
  );
  const sessions = byTime(named).slice(-NEWEST);
  const failed = answers.filter((answer) => answer.isError).length;
  return (
    <div className="mx-auto flex max-w-7xl flex-col gap-4 p-8">
      <header className="mb-2 flex flex-wrap items-center gap-4">
        <div className="flex-1">
          <h1 className="text-2xl font-semibold">{words.analytics.title}</h1>
          <p className="mt-1 text-soft">{words.analytics.about(sum.data.totalSessions, sum.data.totalVideosExported)}</p>
        </div>
        {all.length > 1 && (
          <label className="flex items-center gap-2 text-soft">
            {words.analytics.project}
            <select
              value={projectId}
              onChange={(event) => onProject(event.target.value)}
              className="h-11 rounded-lg border border-line bg-raised px-3 text-text"
            >
              {all.map((one) => (
                <option key={one.projectId} value={one.projectId}>
                  {one.displayName}
                </option>
              ))}
            </select>
          </label>
        )}
      </header>
      {failed > 0 && <Trouble reason={words.analytics.partly(failed)} />}
      {sessions.length === 0 ? (
        <Nothing />
      ) : (
        <>
          <Tiles sum={sum.data} sessions={sessions} />
          <div className="grid grid-cols-2 gap-4 max-[1100px]:grid-cols-1">
            <Flags sessions={sessions} />
            <Instructions sessions={sessions} />
            <Calibration sessions={sessions} />
            <Split sessions={sessions} />
          </div>
          <Sessions sessions={sessions} />
        </>
      )}
    </div>
  );
}

function Nothing() {
  return (
    <div className="mx-auto w-full max-w-3xl p-10">
      <Empty icon={<ChartNoAxesColumn size={40} />} title={words.analytics.none}>
        <p className="mb-5">{words.analytics.noneHow}</p>
        <Link href="/new" className="inline-flex h-11 items-center rounded-lg bg-accent px-5 font-semibold text-accent-ink">
          {words.analytics.noneGo}
        </Link>
      </Empty>
    </div>
  );
}
