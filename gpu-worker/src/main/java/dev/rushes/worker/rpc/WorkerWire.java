// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.rpc;

import dev.rushes.api.v1.Job;
import dev.rushes.api.v1.Render;
import dev.rushes.api.worker.v1.CandidateClip;
import dev.rushes.api.worker.v1.Infeasible;
import dev.rushes.api.worker.v1.MediaFacts;
import dev.rushes.api.worker.v1.MediaSource;
import dev.rushes.api.worker.v1.OptimizeSequenceRequest;
import dev.rushes.api.worker.v1.PreviewResult;
import dev.rushes.api.worker.v1.ProposeSectionRequest;
import dev.rushes.api.worker.v1.RenderResult;
import dev.rushes.api.worker.v1.RenderTimelineRequest;
import dev.rushes.editorial.regeneration.RegenerationRequest;
import dev.rushes.editorial.sequence.Candidate;
import dev.rushes.editorial.sequence.SequenceOutcome;
import dev.rushes.editorial.sequence.SequenceRequest;
import dev.rushes.wire.FootageWire;
import dev.rushes.wire.MusicWire;
import dev.rushes.wire.ProposalWire;
import dev.rushes.wire.StyleWire;
import dev.rushes.wire.TimeWire;
import dev.rushes.wire.TimelineWire;
import dev.rushes.worker.decode.MediaInfo;
import dev.rushes.worker.inference.Capability;
import dev.rushes.worker.preview.PreviewFile;
import dev.rushes.worker.render.Container;
import dev.rushes.worker.render.Loudness;
import dev.rushes.worker.render.RenderClip;
import dev.rushes.worker.render.RenderPlan;
import dev.rushes.worker.render.RenderQuality;
import dev.rushes.worker.render.RenderedFile;
import dev.rushes.worker.render.VideoEncoder;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Converts the worker's own messages. */
final class WorkerWire {

    private WorkerWire() {}

    static SequenceRequest fromProto(OptimizeSequenceRequest request) {
        return new SequenceRequest(
                        TimeWire.fromProto(request.getFrameRate()),
                        request.getFrameCount(),
                        MusicWire.fromProto(request.getSong()),
                        request.getClipsList().stream()
                                .map(WorkerWire::fromProto)
                                .toList(),
                        StyleWire.fromProto(request.getStyle()),
                        request.getLockedShotsList().stream()
                                .map(TimelineWire::fromProto)
                                .toList(),
                        Set.copyOf(request.getAvoidedMediaIdsList()),
                        request.getSeed())
                .withOutputAspect(aspect(request.getShape()));
    }

    private static double aspect(Job.Shape shape) {
        return switch (shape) {
            case SHAPE_VERTICAL -> 9.0 / 16;
            case SHAPE_SQUARE -> 1;
            case SHAPE_LANDSCAPE -> 16.0 / 9;
            case SHAPE_UNSPECIFIED, UNRECOGNIZED -> 0;
        };
    }

    static RegenerationRequest fromProto(ProposeSectionRequest request) {
        return new RegenerationRequest(
                TimelineWire.fromProto(request.getTimeline()),
                TimeWire.fromProto(request.getSection()),
                ProposalWire.fromProto(request.getInstruction()),
                ProposalWire.fromProto(request.getConstraints()),
                new RegenerationRequest.Material(
                        MusicWire.fromProto(request.getSong()),
                        request.getClipsList().stream()
                                .map(WorkerWire::fromProto)
                                .toList(),
                        StyleWire.fromProto(request.getStyle()),
                        Set.copyOf(request.getConstraints().getAvoidedMediaIdsList()),
                        aspect(request.getShape())),
                request.getSeed());
    }

    static RenderPlan fromProto(
            RenderTimelineRequest request, MediaFiles files, RenderPlan.Cache cache, int parallelism)
            throws IOException {
        Map<String, RenderClip> clips = new HashMap<>();
        for (var entry : request.getClipsMap().entrySet()) {
            MediaSource source = entry.getValue().getSource();
            clips.put(
                    entry.getKey(),
                    new RenderClip(
                            files.source(source),
                            source.getFileName(),
                            source.getSha256(),
                            FootageWire.fromProto(entry.getValue().getFeatures())));
        }
        MediaSource song = request.getSong();
        Size size = request.getWidth() > 0 && request.getHeight() > 0
                ? new Size(request.getWidth(), request.getHeight())
                : Size.of(request.getShape());
        return new RenderPlan(
                TimelineWire.fromProto(request.getTimeline()),
                clips,
                new RenderPlan.Song(
                        files.source(song),
                        song.getFileName(),
                        song.getSha256(),
                        request.hasLoudnessTargetLufs() ? request.getLoudnessTargetLufs() : null),
                new RenderPlan.Output(
                        files.target(request.getOutputPath()),
                        size.width(),
                        size.height(),
                        quality(request.getQuality()),
                        VideoEncoder.X264,
                        request.getContainer() == Render.Container.CONTAINER_MOV ? Container.MOV : Container.MP4),
                cache,
                parallelism);
    }

    static RenderResult toProto(RenderedFile file) {
        RenderResult.Builder result = RenderResult.newBuilder()
                .setSizeBytes(file.sizeBytes())
                .setSha256(file.sha256())
                .setWidth(file.width())
                .setHeight(file.height())
                .setFrameCount(file.frameCount())
                .setSegmentCount(file.segmentCount())
                .setCachedSegmentCount(file.cachedSegmentCount());
        Loudness loudness = file.loudness();
        if (loudness != null) {
            result.setLoudnessLufs(loudness.lufs()).setTruePeakDbtp(loudness.truePeakDbtp());
        }
        return result.build();
    }

    static MediaFacts toProto(MediaInfo info) {
        MediaFacts.Builder facts =
                MediaFacts.newBuilder().setStartTimecode(info.timecode()).setDurationSeconds(info.durationSeconds());
        MediaInfo.VideoStream video = info.video();
        if (video != null) {
            facts.setFrameRate(TimeWire.toProto(isVariable(video) ? video.averageRate() : video.nominalRate()))
                    .setFrameCount(video.frameCount())
                    .setVariableRate(isVariable(video))
                    .setWidth(video.shownWidth())
                    .setHeight(video.shownHeight());
        }
        MediaInfo.AudioStream audio = info.audio();
        if (audio != null) {
            facts.setChannelCount(audio.channels()).setSampleRate(audio.sampleRate());
        }
        return facts.build();
    }

    /** A constant rate is off by what rounding the file's length costs; a thousandth is far above that. */
    private static boolean isVariable(MediaInfo.VideoStream video) {
        double ratio =
                video.averageRate().framesPerSecond() / video.nominalRate().framesPerSecond();
        return Math.abs(ratio - 1) > 0.001;
    }

    static PreviewResult toProto(List<PreviewFile> files) {
        PreviewResult.Builder result = PreviewResult.newBuilder();
        for (PreviewFile file : files) {
            result.addFiles(dev.rushes.api.worker.v1.PreviewFile.newBuilder()
                    .setRole(dev.rushes.api.worker.v1.PreviewFile.Role.valueOf(
                            "ROLE_" + file.role().name()))
                    .setFileName(file.fileName())
                    .setSizeBytes(file.sizeBytes())
                    .setSha256(file.sha256())
                    .setWidth(file.width())
                    .setHeight(file.height())
                    .setCount(file.count())
                    .setColumnCount(file.columnCount())
                    .setDuration(TimeWire.durationOfMicros(file.micros()))
                    .setSampleRate(file.sampleRate())
                    .setSamplesPerPeak(file.samplesPerPeak()));
        }
        return result.build();
    }

    static Infeasible toProto(SequenceOutcome.Infeasible infeasible) {
        return Infeasible.newBuilder().setMessage(infeasible.message()).build();
    }

    static dev.rushes.api.v1.Capability toProto(Capability found, String process) {
        return dev.rushes.api.v1.Capability.newBuilder()
                .setName(found.name())
                .setDetail(found.detail())
                .setProcess(process)
                .setState(
                        switch (found.state()) {
                            case AVAILABLE -> dev.rushes.api.v1.Capability.State.STATE_AVAILABLE;
                            case MISSING -> dev.rushes.api.v1.Capability.State.STATE_MISSING;
                            case BROKEN -> dev.rushes.api.v1.Capability.State.STATE_BROKEN;
                        })
                .build();
    }

    private static Candidate fromProto(CandidateClip clip) {
        return new Candidate(clip.getMediaId(), clip.getFileName(), FootageWire.fromProto(clip.getFeatures()));
    }

    private static RenderQuality quality(Render.Quality quality) {
        return switch (quality) {
            case QUALITY_LOW -> RenderQuality.LOW;
            case QUALITY_UNSPECIFIED, QUALITY_HIGH, UNRECOGNIZED -> RenderQuality.HIGH;
            case QUALITY_MAXIMUM -> RenderQuality.MAXIMUM;
        };
    }

    /** Pixels of each shape. */
    private record Size(int width, int height) {
        static Size of(Job.Shape shape) {
            return switch (shape) {
                case SHAPE_UNSPECIFIED, SHAPE_VERTICAL, UNRECOGNIZED -> new Size(1080, 1920);
                case SHAPE_SQUARE -> new Size(1080, 1080);
                case SHAPE_LANDSCAPE -> new Size(1920, 1080);
            };
        }
    }
}
