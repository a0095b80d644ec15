// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.rpc;

import dev.rushes.api.v1.Analysis;
import dev.rushes.api.v1.AnalysisServiceGrpc;
import dev.rushes.api.v1.CorrectFramingRequest;
import dev.rushes.api.v1.CorrectedFraming;
import dev.rushes.api.v1.GetAnalysisRequest;
import dev.rushes.api.v1.ListAnalysesRequest;
import dev.rushes.api.v1.ListAnalysesResponse;
import dev.rushes.api.v1.MediaRejection;
import dev.rushes.api.v1.RepairSongBeatsRequest;
import dev.rushes.api.v1.RepairedBeats;
import dev.rushes.editorial.edit.HeardBeats;
import dev.rushes.editorial.footage.Angle;
import dev.rushes.editorial.footage.Framing;
import dev.rushes.editorial.footage.ShotType;
import dev.rushes.editorial.music.GridCorrection;
import dev.rushes.editorial.music.SongAnalysis;
import dev.rushes.server.analysis.Analyses;
import dev.rushes.server.analysis.Finding;
import dev.rushes.server.fault.Fault;
import dev.rushes.server.framing.Framings;
import dev.rushes.server.id.Ids;
import dev.rushes.server.media.Media;
import dev.rushes.server.media.MediaFiles;
import dev.rushes.server.request.Page;
import dev.rushes.server.request.Requests;
import dev.rushes.server.song.SongRepairs;
import dev.rushes.wire.BeatRepairWire;
import dev.rushes.wire.FootageWire;
import dev.rushes.wire.MusicWire;
import dev.rushes.wire.TimeWire;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What was found in files over gRPC. */
final class AnalysisGrpcService extends AnalysisServiceGrpc.AnalysisServiceImplBase {
    private final MediaFiles media;
    private final Analyses analyses;
    private final SongRepairs repairs;
    private final Framings framings;
    private final Requests requests;

    AnalysisGrpcService(
            MediaFiles media, Analyses analyses, SongRepairs repairs, Framings framings, Requests requests) {
        this.media = media;
        this.analyses = analyses;
        this.repairs = repairs;
        this.framings = framings;
        this.requests = requests;
    }

    @Override
    public void getAnalysis(GetAnalysisRequest request, StreamObserver<Analysis> observer) {
        Unary.answer(observer, () -> analysis(Ids.require("media_id", request.getMediaId())));
    }

    private Analysis analysis(String mediaId) {
        Media file = media.media(mediaId);
        Map<String, dev.rushes.server.analysis.Analysis> known = analyses.known(List.of(file));
        return toProto(
                file,
                known.get(mediaId),
                repairs.said(mediaId),
                framings.of(known).get(mediaId));
    }

    @Override
    public void correctFraming(CorrectFramingRequest request, StreamObserver<Analysis> observer) {
        Unary.answer(observer, () -> {
            String mediaId = Ids.require("media_id", request.getMediaId());
            CorrectFramingRequest.Framing said = said(request);
            String id = Unary.resourceId(
                    requests,
                    "CorrectFraming",
                    request.getRequestId(),
                    request.toBuilder().clearRequestId().build());
            framings.correct(id, mediaId, sizeOrNull(said.getShotType()), angleOrNull(said.getAngle()));
            return analysis(mediaId);
        });
    }

    private static CorrectFramingRequest.Framing said(CorrectFramingRequest request) {
        return switch (request.getChangeCase()) {
            case RESET -> CorrectFramingRequest.Framing.getDefaultInstance();
            case FRAMING -> {
                if (request.getFraming().equals(CorrectFramingRequest.Framing.getDefaultInstance())) {
                    throw new Fault.Invalid("framing", "says nothing (expected: shot_type, angle or both)");
                }
                yield request.getFraming();
            }
            case CHANGE_NOT_SET -> throw new Fault.Invalid("framing", "is not set (expected: framing or reset)");
        };
    }

    private static @Nullable ShotType sizeOrNull(dev.rushes.api.v1.ShotType said) {
        if (said == dev.rushes.api.v1.ShotType.SHOT_TYPE_UNSPECIFIED) {
            return null;
        }
        ShotType size = known("framing.shot_type", () -> FootageWire.fromProto(said));
        if (size == ShotType.ZOOM) {
            throw new Fault.Invalid("framing.shot_type", "is a zoom (expected: close-up, medium or wide)");
        }
        return size;
    }

    private static @Nullable Angle angleOrNull(dev.rushes.api.v1.Angle said) {
        return said == dev.rushes.api.v1.Angle.ANGLE_UNSPECIFIED
                ? null
                : known("framing.angle", () -> FootageWire.fromProto(said));
    }

    private static <T> T known(String field, Supplier<T> read) {
        try {
            return read.get();
        } catch (IllegalArgumentException e) {
            throw new Fault.Invalid(field, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void repairSongBeats(RepairSongBeatsRequest request, StreamObserver<Analysis> observer) {
        Unary.answer(observer, () -> {
            String mediaId = Ids.require("media_id", request.getMediaId());
            GridCorrection correction = correction(request);
            String id = Unary.resourceId(
                    requests,
                    "RepairSongBeats",
                    request.getRequestId(),
                    request.toBuilder().clearRequestId().build());
            repairs.repair(id, mediaId, correction);
            return analysis(mediaId);
        });
    }

    private static @Nullable GridCorrection correction(RepairSongBeatsRequest request) {
        return switch (request.getChangeCase()) {
            case RESET -> null;
            case REPAIR -> {
                try {
                    yield BeatRepairWire.fromProto(request.getRepair());
                } catch (IllegalArgumentException e) {
                    throw new Fault.Invalid("repair", String.valueOf(e.getMessage()));
                }
            }
            case CHANGE_NOT_SET -> throw new Fault.Invalid("repair", "is not set (expected: repair or reset)");
        };
    }

    @Override
    public void listAnalyses(ListAnalysesRequest request, StreamObserver<ListAnalysesResponse> observer) {
        Unary.answer(observer, () -> {
            String jobId = Ids.require("job_id", request.getJobId());
            String query = "analyses/" + jobId;
            Page<Media> page = media.list(jobId, PageTokens.ask(query, request.getPageSize(), request.getPageToken()));
            Map<String, dev.rushes.server.analysis.Analysis> known = analyses.known(page.items());
            Map<String, List<GridCorrection>> said =
                    repairs.said(page.items().stream().map(Media::id).toList());
            Map<String, Framings.Corrected> framed = framings.of(known);
            ListAnalysesResponse.Builder response =
                    ListAnalysesResponse.newBuilder().setNextPageToken(PageTokens.next(query, page.next()));
            page.items()
                    .forEach(file -> response.addAnalyses(toProto(
                            file,
                            known.get(file.id()),
                            said.getOrDefault(file.id(), List.of()),
                            framed.get(file.id()))));
            return response.build();
        });
    }

    private static Analysis toProto(
            Media file,
            dev.rushes.server.analysis.@Nullable Analysis analysis,
            List<GridCorrection> said,
            Framings.@Nullable Corrected framed) {
        Analysis.Builder message = Analysis.newBuilder().setMediaId(file.id()).setFileName(file.fileName());
        if (analysis == null) {
            return message.setState(Analysis.State.STATE_PENDING)
                    .setUpdateTime(TimeWire.toProto(file.createdAt()))
                    .build();
        }
        message.setState(Analysis.State.valueOf("STATE_" + analysis.state().name()))
                .setAttempt(attempt(analysis))
                .setAnalyzerVersion(analysis.key().analyzerVersion())
                .setUpdateTime(TimeWire.toProto(analysis.updatedAt()));
        switch (analysis.finding()) {
            case Finding.OfClip clip -> {
                message.setClipFeatures(FootageWire.toProto(clip.features()));
                if (framed != null) {
                    message.setCorrectedFraming(corrected(framed));
                }
            }
            case Finding.OfSong song -> {
                message.setSongAnalysis(MusicWire.toProto(song.song()));
                if (!said.isEmpty()) {
                    message.setRepairedBeats(repaired(HeardBeats.repaired(song.song(), said), said.size()));
                }
            }
            case Finding.OfVideo video ->
                message.setVideoAnalysis(FootageWire.toProto(video.video().video()));
            case Finding.Rejected rejected ->
                message.setRejection(MediaRejection.newBuilder()
                        .setCode(MediaRejection.Code.valueOf("CODE_" + rejected.code()))
                        .setMessage(rejected.message()));
            case null -> {}
        }
        return message.build();
    }

    private static CorrectedFraming corrected(Framings.Corrected framed) {
        Framing framing = framed.framing();
        return CorrectedFraming.newBuilder()
                .setShotType(FootageWire.toProto(framing.shotType()))
                .setShotTypeConfidence(framing.shotTypeConfidence())
                .setAngle(FootageWire.toProto(framing.angle()))
                .setAngleConfidence(framing.angleConfidence())
                .setCorrectionCount(framed.corrections())
                .build();
    }

    private static RepairedBeats repaired(SongAnalysis song, int repairs) {
        return RepairedBeats.newBuilder()
                .setBpm(song.bpm())
                .addAllBeats(MusicWire.toProto(song).getBeatsList())
                .setRepairCount(repairs)
                .build();
    }

    /** Tries that counted and, while work is open, the present one. */
    private static int attempt(dev.rushes.server.analysis.Analysis analysis) {
        return switch (analysis.state()) {
            case PENDING, FAILED -> analysis.failures();
            case RUNNING, SUCCEEDED, REJECTED -> analysis.failures() + 1;
        };
    }
}
