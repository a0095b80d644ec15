// SPDX-License-Identifier: Apache-2.0
import { create } from "@bufbuild/protobuf";
import { Code, ConnectError } from "@connectrpc/connect";
import { type Job, Job_Shape } from "../gen/rushes/v1/job_pb";
import type { Media } from "../gen/rushes/v1/media_pb";
import { MediaSchema } from "../gen/rushes/v1/media_pb";
import { jobs, media, projects, reasonOf } from "../lib/api";
import { token } from "../lib/sign-in";
import { words } from "../words";
import { Draft, type Ground } from "./draft";
import { hashOf } from "./hash";
import { KINDS } from "./items";
import { posterOf } from "./poster";
import { ask, Refused, transfer } from "./transfer";

/** What a new edit shall be. */
export interface Wish {
  name: string;
  seconds: number;
  shape: Job_Shape;
}

const open = new Map<string, Draft>();

/** The files of an edit that this tab has at hand; undefined when it has none. */
export function draftHere(jobId: string): Draft | undefined {
  return open.get(jobId);
}

/** Whether this tab still sends files of an edit. */
export function sendsHere(jobId: string): boolean {
  return open.get(jobId)?.busy() ?? false;
}

/** A draft without an edit yet; the edit is made with {@code wish} when the first file comes. */
export function newDraft(wish: () => Wish): Draft {
  const draft: Draft = new Draft(
    ground(async () => {
      const { projects: known } = await projects.listProjects({ pageSize: 1 });
      const project = known[0] ?? (await projects.createProject({ project: { displayName: words.upload.project } }));
      const { name, seconds, shape } = wish();
      const job = await jobs.createJob({
        job: { projectId: project.projectId, displayName: name, targetDuration: durationOf(seconds), shape },
        requestId: crypto.randomUUID(),
      });
      open.set(job.jobId, draft);
      return job;
    }),
    null,
    [],
  );
  return draft;
}

/** The draft of an edit there is, with what the server has of it. */
export async function openDraft(jobId: string): Promise<Draft> {
  const here = open.get(jobId);
  if (here !== undefined) {
    return here;
  }
  const [job, files] = await Promise.all([jobs.getJob({ jobId }), filesOfJob(jobId)]);
  const draft = open.get(jobId) ?? new Draft(ground(() => Promise.resolve(job)), job, files);
  open.set(jobId, draft);
  return draft;
}

/** Every file of an edit, oldest first. */
export async function filesOfJob(jobId: string): Promise<Media[]> {
  const found: Media[] = [];
  let pageToken = "";
  do {
    const page = await media.listMedia({ jobId, pageSize: 1000, pageToken });
    found.push(...page.media);
    pageToken = page.nextPageToken;
  } while (pageToken !== "");
  return found;
}

export async function changeJob(job: Job, wish: Partial<Wish>): Promise<Job> {
  return jobs.updateJob({
    job: {
      jobId: job.jobId,
      ...(wish.name === undefined ? {} : { displayName: wish.name }),
      ...(wish.seconds === undefined ? {} : { targetDuration: durationOf(wish.seconds) }),
      ...(wish.shape === undefined ? {} : { shape: wish.shape }),
    },
  });
}

export function durationOf(seconds: number): { seconds: bigint; nanos: number } {
  const whole = Math.floor(seconds);
  return { seconds: BigInt(whole), nanos: Math.round((seconds - whole) * 1e9) };
}

function ground(createJob: () => Promise<Job>): Ground {
  return {
    createJob,
    announce: (jobId, item) =>
      media.createMedia({
        media: create(MediaSchema, {
          jobId,
          kind: KINDS[item.role],
          fileName: item.name,
          sizeBytes: BigInt(item.size),
          sha256: item.sha ?? "",
        }),
        requestId: crypto.randomUUID(),
      }),
    send: (item, onOffset, signal) =>
      transfer({ file: item.file as File, path: `/uploads/${item.mediaId}`, token, onOffset, signal }),
    offset: (mediaId) => ask({ path: `/uploads/${mediaId}`, token, signal: AbortSignal.timeout(10_000) }),
    remove: async (mediaId) => {
      await media.deleteMedia({ mediaId }).catch((error: unknown) => {
        // Somebody else was faster.
        if (ConnectError.from(error).code !== Code.NotFound) {
          throw error;
        }
      });
    },
    hash: hashOf,
    poster: posterOf,
    words: (error) => {
      if (!(error instanceof Refused)) {
        return reasonOf(error);
      }
      if (error.status === 0) {
        return words.upload.unreadable;
      }
      return error.status === 507 ? words.upload.diskFull : error.message;
    },
  };
}

addEventListener("beforeunload", (event) => {
  if ([...open.values()].some((draft) => draft.busy())) {
    event.preventDefault();
  }
});
