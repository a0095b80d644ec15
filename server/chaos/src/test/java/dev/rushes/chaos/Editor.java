// SPDX-License-Identifier: Apache-2.0
package dev.rushes.chaos;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.rushes.api.v1.ApplyEditsRequest;
import dev.rushes.api.v1.Edit;
import dev.rushes.api.v1.EditsResponse;
import dev.rushes.api.v1.GetTimelineRequest;
import dev.rushes.api.v1.ShotRef;
import dev.rushes.api.v1.StaleRevision;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A person who edits without a pause on a connection that comes and goes. A request without an answer is sent again until it has
 * one; of the answered ones a fifth is sent again, as it was or on a newer revision. One thread.
 */
final class Editor implements Runnable {
    private static final double REPEATED = 0.2;
    /** The sample cut has five; the first is locked. */
    private static final int SHOTS = 5;

    /** Answers after which nobody knows whether the edits were made. */
    private static final Set<Status.Code> UNKNOWN = EnumSet.of(
            Status.Code.UNAVAILABLE,
            Status.Code.CANCELLED,
            Status.Code.DEADLINE_EXCEEDED,
            Status.Code.INTERNAL,
            Status.Code.UNKNOWN);

    private final String jobId;
    private final String author;
    private final SplittableRandom chance;
    private final EditOracle oracle;
    private final Supplier<Connection> connection;
    private final AtomicBoolean over;
    private final Runnable turn;
    private final BooleanSupplier gone;
    private final int mostPairs;
    private long revision = 1;

    Editor(String jobId, String author, SplittableRandom chance, int mostPairs, Fleet fleet) {
        this.jobId = jobId;
        this.author = author;
        this.mostPairs = mostPairs;
        this.chance = chance;
        this.oracle = fleet.oracle();
        this.connection = fleet::connection;
        this.over = fleet.over();
        this.turn = fleet::awaitTurn;
        this.gone = fleet::isClosed;
    }

    @Override
    public void run() {
        while (!over.get()) {
            turn.run();
            ApplyEditsRequest request = request();
            long askedAt = System.nanoTime();
            EditsResponse response = settle(request, askedAt);
            if (chance.nextDouble() < REPEATED) {
                // On the newest revision nothing but the request id tells that it was made before.
                ApplyEditsRequest again = chance.nextBoolean()
                        ? request
                        : request.toBuilder()
                                .setRevision(response.getRevision())
                                .build();
                settle(again, askedAt);
            }
            revision = response.getRevision();
        }
    }

    /** Sends a request until it is answered with edits. */
    private EditsResponse settle(ApplyEditsRequest first, long askedAt) {
        ApplyEditsRequest request = first;
        Set<Long> bases = new HashSet<>();
        while (true) {
            try {
                bases.add(request.getRevision());
                EditsResponse response = connection.get().timelines().applyEdits(request);
                oracle.acknowledged(jobId, request.getRequestId(), request.getEditsCount(), bases, response, askedAt);
                return response;
            } catch (StatusRuntimeException e) {
                Status.Code code = e.getStatus().getCode();
                if (code == Status.Code.ABORTED) {
                    StaleRevision stale = stale(e);
                    if (stale.getCurrentRevision() > 0) {
                        oracle.refusedAsStale(jobId, request.getRevision(), request.getEditsCount(), stale);
                        request = request.toBuilder()
                                .setRevision(stale.getCurrentRevision())
                                .build();
                    }
                } else if (code == Status.Code.INVALID_ARGUMENT && newest() < request.getRevision()) {
                    // The revision this person was told of is not there any more.
                    oracle.lost(jobId, request.getRevision());
                    request = request.toBuilder().setRevision(newest()).build();
                } else if (UNKNOWN.contains(code) && !gone.getAsBoolean()) {
                    pause();
                } else {
                    throw e;
                }
            }
        }
    }

    private long newest() {
        return connection
                .get()
                .timelines()
                .getTimeline(GetTimelineRequest.newBuilder().setJobId(jobId).build())
                .getRevision();
    }

    /** Slips shots there and back, so that after each request the timeline is as before and no shot leaves its clip. */
    private ApplyEditsRequest request() {
        ApplyEditsRequest.Builder request = ApplyEditsRequest.newBuilder()
                .setJobId(jobId)
                .setRevision(revision)
                .setAuthor(author)
                .setAutoLock(false)
                .setOmitTimeline(true)
                .setRequestId(new UUID(chance.nextLong(), chance.nextLong()).toString());
        int pairs = chance.nextInt(1, mostPairs + 1);
        for (int i = 0; i < pairs; i++) {
            String shot = "shot-" + chance.nextInt(1, SHOTS);
            int frames = chance.nextInt(1, 6);
            request.addEdits(slip(shot, frames)).addEdits(slip(shot, -frames));
        }
        return request.build();
    }

    static Edit slip(String shotId, long frames) {
        return Edit.newBuilder()
                .setSlip(Edit.Slip.newBuilder()
                        .setShot(ShotRef.newBuilder().setShotId(shotId))
                        .setFrameCount(frames))
                .build();
    }

    private static StaleRevision stale(StatusRuntimeException error) {
        com.google.rpc.Status status = StatusProto.fromThrowable(error);
        try {
            if (status != null) {
                for (Any detail : status.getDetailsList()) {
                    if (detail.is(StaleRevision.class)) {
                        return detail.unpack(StaleRevision.class);
                    }
                }
            }
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
        return StaleRevision.getDefaultInstance();
    }

    private static void pause() {
        java.util.concurrent.locks.LockSupport.parkNanos(100_000_000);
    }
}
