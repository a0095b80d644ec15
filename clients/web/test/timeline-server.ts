// SPDX-License-Identifier: Apache-2.0
import { create } from "@bufbuild/protobuf";
import { type Client, Code, ConnectError, createClient, createRouterTransport } from "@connectrpc/connect";
import { type Edit, EditConflictSchema, LoggedEditSchema, StaleRevisionSchema } from "../src/gen/rushes/v1/edit_pb";
import { TimelineSchema, type Timeline } from "../src/gen/rushes/v1/timeline_pb";
import {
  type ApplyEditsRequest,
  EditsResponseSchema,
  type MergeEditsRequest,
  MergeEditsRequest_OnConflict,
  MergeEditsResponseSchema,
  TimelineService,
} from "../src/gen/rushes/v1/timeline_service_pb";

interface Entry {
  author: string;
  request: string;
  edit: Edit;
}

/** What becomes of a call: answered, made but not heard of, or not even made. */
export type Fate = "answered" | "lost" | "unmade";

/** A timeline of slips, kept as the contract says: two slips of one shot meet. {@code fates} are those of the next calls. */
export class TimelineServer {
  fates: Fate[] = [];
  calls: string[] = [];
  /** Called before each call is made. */
  before: (method: string) => void = () => undefined;
  private readonly log: Entry[] = [];
  private readonly answers = new Map<string, { content: string; answer: unknown }>();

  constructor(private readonly shots: string[]) {}

  readonly client: Client<typeof TimelineService> = createClient(
    TimelineService,
    createRouterTransport(({ service }) => {
      service(TimelineService, {
        applyEdits: (request) => this.answer("apply", request, { ...request, revision: 0n, knownRevisions: [] }, () => this.apply(request)),
        mergeEdits: (request) => this.answer("merge", request, request, () => this.merge(request)),
      });
    }),
  );

  /** Somebody else edits. */
  slipped(author: string, shot: string, by: number): void {
    this.log.push({ author, request: "", edit: { kind: { case: "slip", value: { shot: { ref: { case: "shotId", value: shot } }, frameCount: BigInt(by) } } } as Edit });
  }

  get revision(): number {
    return this.log.length + 1;
  }

  /** By how much a shot was slipped in all. */
  slip(shot: string): number {
    return this.log.filter(({ edit }) => shotOf(edit) === shot).reduce((sum, { edit }) => sum + (edit.kind.case === "slip" ? Number(edit.kind.value.frameCount) : 0), 0);
  }

  timeline(revision = this.revision): Timeline {
    return create(TimelineSchema, {
      jobId: "job",
      revision: BigInt(revision),
      frameRate: { numerator: 30, denominator: 1 },
      shots: this.shots.map((shotId, i) => ({ shotId, mediaId: shotId, recordRange: { startFrame: BigInt(i * 30), frameCount: 30n }, sourceRange: { startFrame: 0n, frameCount: 30n } })),
    });
  }

  private answer<T>(method: string, request: { requestId: string }, content: object, make: () => T): T {
    this.before(method);
    this.calls.push(`${method} ${request.requestId}`);
    const fate = this.fates.shift() ?? "answered";
    if (fate === "unmade") {
      throw new ConnectError("away", Code.Unavailable);
    }
    const said = JSON.stringify(content, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value));
    let known = this.answers.get(request.requestId);
    if (known !== undefined && known.content !== said) {
      throw new ConnectError("request_id was used for a different request", Code.Aborted);
    }
    known ??= { content: said, answer: make() };
    this.answers.set(request.requestId, known);
    if (fate === "lost") {
      throw new ConnectError("the answer is lost", Code.DeadlineExceeded);
    }
    return known.answer as T;
  }

  private apply(request: ApplyEditsRequest) {
    const conflicts = this.conflicts(request.edits, Number(request.revision), request.knownRevisions);
    if (conflicts.length > 0) {
      throw new ConnectError("stale", Code.Aborted, undefined, [{ desc: StaleRevisionSchema, value: { currentRevision: BigInt(this.revision), conflicts } }]);
    }
    return create(EditsResponseSchema, { ...this.append(request.edits, request.requestId), timeline: this.timeline() });
  }

  private merge(request: MergeEditsRequest) {
    const conflicts = this.conflicts(request.edits, Number(request.baseRevision), request.knownRevisions);
    const stops = request.onConflict !== MergeEditsRequest_OnConflict.SKIP && conflicts.length > 0;
    const made = stops ? [] : request.edits.filter((_, index) => conflicts.every((conflict) => conflict.editIndex !== index));
    return create(MergeEditsResponseSchema, { ...this.append(made, request.requestId), conflicts, timeline: this.timeline() });
  }

  private conflicts(edits: Edit[], base: number, known: bigint[]) {
    return edits.flatMap((edit, editIndex) => {
      const at = this.log.findIndex((other, i) => i + 2 > base && !known.includes(BigInt(i + 2)) && shotOf(other.edit) === shotOf(edit));
      const other = this.log[at];
      return other === undefined
        ? []
        : [create(EditConflictSchema, { editIndex, otherRevision: BigInt(at + 2), otherAuthor: other.author, shotId: shotOf(edit), aspect: "in", message: `${other.author} was there` })];
    });
  }

  private append(edits: Edit[], request: string) {
    const first = this.revision + 1;
    edits.forEach((edit) => this.log.push({ author: "me", request, edit }));
    return { revision: BigInt(this.revision), edits: edits.map((edit, i) => create(LoggedEditSchema, { revision: BigInt(first + i), author: "me", edit })) };
  }
}

function shotOf(edit: Edit): string {
  const named = edit.kind.case === "slip" || edit.kind.case === "unlockShot" ? edit.kind.value.shot?.ref : undefined;
  return named?.case === "shotId" ? named.value : "";
}
