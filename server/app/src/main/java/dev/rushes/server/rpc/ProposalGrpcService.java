// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.rpc;

import dev.rushes.api.v1.Proposal;
import dev.rushes.api.v1.ProposalServiceGrpc;
import dev.rushes.api.v1.ProposeSectionRequest;
import dev.rushes.api.v1.RegenerateSectionRequest;
import dev.rushes.api.v1.RegenerateSectionResponse;
import dev.rushes.editorial.regeneration.Instruction;
import dev.rushes.editorial.regeneration.RegenerationRequest;
import dev.rushes.server.access.Scope;
import dev.rushes.server.fault.Fault;
import dev.rushes.server.generation.Proposals;
import dev.rushes.server.id.Ids;
import dev.rushes.server.task.CancelSignal;
import dev.rushes.server.watch.ChangeHub;
import dev.rushes.wire.ProposalWire;
import dev.rushes.wire.TimeWire;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Set;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Proposals over gRPC. */
final class ProposalGrpcService extends ProposalServiceGrpc.ProposalServiceImplBase {
    private final Proposals proposals;
    private final WatchStream watches;
    private final ChangeHub hub;
    private final Ids ids;

    ProposalGrpcService(Proposals proposals, WatchStream watches, ChangeHub hub, Ids ids) {
        this.proposals = proposals;
        this.watches = watches;
        this.hub = hub;
        this.ids = ids;
    }

    @Override
    public void proposeSection(ProposeSectionRequest request, StreamObserver<Proposal> observer) {
        Unary.answer(observer, cancel -> toProto(proposals.propose(ask(request), first -> {}, cancel)));
    }

    @Override
    public void regenerateSection(
            RegenerateSectionRequest request, StreamObserver<RegenerateSectionResponse> observer) {
        Proposals.Ask ask = ask(request.getAsk());
        Answers answers = new Answers("proposal:" + ids.next());
        watches.serve(
                (ServerCallStreamObserver<RegenerateSectionResponse>) observer,
                0,
                new WatchStream.Source<>(
                        answers.topic,
                        answers,
                        revision -> RegenerateSectionResponse.newBuilder()
                                .setRevision(revision)
                                .build()),
                answers.cancel::cancel);
        Thread.startVirtualThread(Scope.carry(() -> answers.work(ask)));
    }

    /** What is known of one stream's answer; written by the thread that asks, read by the one that sends. */
    private final class Answers implements LongFunction<WatchStream.@Nullable Snapshot<RegenerateSectionResponse>> {
        private final String topic;
        private final CancelSignal cancel = new CancelSignal();
        private volatile WatchStream.@Nullable Snapshot<RegenerateSectionResponse> newest;
        private volatile @Nullable RuntimeException failure;

        Answers(String topic) {
            this.topic = topic;
        }

        void work(Proposals.Ask ask) {
            try {
                newest = snapshot(proposals.propose(ask, this::first, cancel));
            } catch (RuntimeException e) {
                failure = e;
            }
            hub.wake(topic);
        }

        private void first(Proposals.Proposal proposal) {
            newest = snapshot(proposal);
            hub.wake(topic);
        }

        @Override
        public WatchStream.@Nullable Snapshot<RegenerateSectionResponse> apply(long sent) {
            RuntimeException thrown = failure;
            if (thrown != null) {
                throw thrown;
            }
            return newest;
        }
    }

    private static WatchStream.Snapshot<RegenerateSectionResponse> snapshot(Proposals.Proposal proposal) {
        long revision = proposal.settled() ? 2 : 1;
        return new WatchStream.Snapshot<>(
                revision,
                RegenerateSectionResponse.newBuilder()
                        .setProposal(toProto(proposal))
                        .setRevision(revision)
                        .build(),
                proposal.settled());
    }

    private static Proposals.Ask ask(ProposeSectionRequest request) {
        try {
            Instruction instruction = ProposalWire.fromProto(request.getInstruction());
            RegenerationRequest.Constraints constraints = ProposalWire.fromProto(request.getConstraints());
            return new Proposals.Ask(
                    Ids.require("job_id", request.getJobId()),
                    request.getRevision(),
                    new Proposals.Part(
                            request.hasSection() ? TimeWire.fromProto(request.getSection()) : null,
                            request.getShotId().isEmpty() ? null : request.getShotId()),
                    instruction,
                    new Proposals.Limits(
                            constraints, Set.copyOf(request.getConstraints().getAvoidedMediaIdsList())),
                    request.getSeed());
        } catch (IllegalArgumentException e) {
            throw new Fault.Invalid("ask", String.valueOf(e.getMessage()));
        }
    }

    private static Proposal toProto(Proposals.Proposal proposal) {
        return ProposalWire.toProto(proposal.section()).toBuilder()
                .setProposalId(proposal.id())
                .setJobId(proposal.jobId())
                .setBaseRevision(proposal.baseRevision())
                .setSeed(proposal.seed())
                .setSettled(proposal.settled())
                .build();
    }
}
