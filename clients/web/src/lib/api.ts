// SPDX-License-Identifier: Apache-2.0
import { Code, ConnectError, createClient, type Interceptor } from "@connectrpc/connect";
import { createGrpcWebTransport } from "@connectrpc/connect-web";
import { AccountService } from "../gen/rushes/v1/account_service_pb";
import { AnalysisService } from "../gen/rushes/v1/analysis_service_pb";
import { CommentService } from "../gen/rushes/v1/comment_service_pb";
import { GenerationService } from "../gen/rushes/v1/generation_service_pb";
import { JobService } from "../gen/rushes/v1/job_service_pb";
import { MediaService } from "../gen/rushes/v1/media_service_pb";
import { ProjectService } from "../gen/rushes/v1/project_service_pb";
import { ProposalService } from "../gen/rushes/v1/proposal_service_pb";
import { RenderService } from "../gen/rushes/v1/render_service_pb";
import { SessionService } from "../gen/rushes/v1/session_service_pb";
import { StyleProfileService } from "../gen/rushes/v1/style_profile_service_pb";
import { TimelineService } from "../gen/rushes/v1/timeline_service_pb";
import { signOut, token } from "./sign-in";

const signed: Interceptor = (next) => async (request) => {
  // A call that shows a token of its own asks about that one.
  const held = request.header.has("authorization") ? null : token();
  if (held !== null) {
    request.header.set("authorization", `Bearer ${held}`);
  }
  try {
    return await next(request);
  } catch (error) {
    // The token this call was made with is no good any more; the page asks for a new one.
    if (ConnectError.from(error).code === Code.Unauthenticated && held !== null && held === token()) {
      signOut();
    }
    throw error;
  }
};

/** gRPC-Web to the server this page came from. */
export const transport = createGrpcWebTransport({
  baseUrl: location.origin,
  interceptors: [signed],
});

export const accounts = createClient(AccountService, transport);
export const analyses = createClient(AnalysisService, transport);
export const comments = createClient(CommentService, transport);
export const generations = createClient(GenerationService, transport);
export const jobs = createClient(JobService, transport);
export const media = createClient(MediaService, transport);
export const projects = createClient(ProjectService, transport);
export const proposals = createClient(ProposalService, transport);
export const renders = createClient(RenderService, transport);
export const sessions = createClient(SessionService, transport);
export const styles = createClient(StyleProfileService, transport);
export const timelines = createClient(TimelineService, transport);

/** What the server said went wrong, without the name of the code before it. */
export function reasonOf(error: unknown): string {
  const failure = ConnectError.from(error);
  return failure.code === Code.Unavailable || failure.code === Code.Unknown
    ? failure.rawMessage || "The server does not answer. Nothing is lost; trying again."
    : failure.rawMessage;
}
