// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.rpc;

import com.google.protobuf.Duration;
import dev.rushes.api.v1.EstimateRenderResponse;
import dev.rushes.api.v1.Render;
import dev.rushes.api.v1.RenderTimelineRequest;
import dev.rushes.server.fault.Fault;
import dev.rushes.server.link.ContentLinks;
import dev.rushes.server.render.Container;
import dev.rushes.server.render.Estimate;
import dev.rushes.server.render.Quality;
import dev.rushes.server.render.Render.Form;
import dev.rushes.server.render.Resolution;
import dev.rushes.server.task.RenderedFile;
import org.jspecify.annotations.Nullable;

/** Renders between their messages and their values. */
final class RenderWire {

    private static final double QUIETEST_LUFS = -30;
    private static final double LOUDEST_LUFS = -5;

    private RenderWire() {}

    /** Returns what is asked for; {@code usual} is the size of the job's shape. */
    static Form form(RenderTimelineRequest request, Resolution usual) {
        return new Form(
                container(request.getContainer()), resolution(request.getResolution(), usual), loudness(request));
    }

    static Quality quality(Render.Quality quality) {
        return switch (quality) {
            case QUALITY_LOW -> Quality.LOW;
            case QUALITY_UNSPECIFIED, QUALITY_HIGH -> Quality.HIGH;
            case QUALITY_MAXIMUM -> Quality.MAXIMUM;
            case UNRECOGNIZED -> throw unknown("quality", "QUALITY_LOW, QUALITY_HIGH or QUALITY_MAXIMUM");
        };
    }

    static Resolution resolution(Render.Resolution resolution, Resolution usual) {
        return switch (resolution) {
            case RESOLUTION_UNSPECIFIED -> usual;
            case RESOLUTION_1080X1920 -> Resolution.FULL_VERTICAL;
            case RESOLUTION_1080X1080 -> Resolution.FULL_SQUARE;
            case RESOLUTION_1920X1080 -> Resolution.FULL_LANDSCAPE;
            case RESOLUTION_2160X3840 -> Resolution.ULTRA_VERTICAL;
            case UNRECOGNIZED ->
                throw unknown(
                        "resolution",
                        "RESOLUTION_1080X1920, RESOLUTION_1080X1080, RESOLUTION_1920X1080 or RESOLUTION_2160X3840");
        };
    }

    private static Container container(Render.Container container) {
        return switch (container) {
            case CONTAINER_UNSPECIFIED, CONTAINER_MP4 -> Container.MP4;
            case CONTAINER_MOV -> Container.MOV;
            case UNRECOGNIZED -> throw unknown("container", "CONTAINER_MP4 or CONTAINER_MOV");
        };
    }

    private static @Nullable Double loudness(RenderTimelineRequest request) {
        if (!request.hasLoudnessTargetLufs()) {
            return null;
        }
        double wanted = request.getLoudnessTargetLufs();
        if (!(wanted >= QUIETEST_LUFS && wanted <= LOUDEST_LUFS)) {
            throw new Fault.Invalid("loudness_target_lufs", wanted + " (expected: -30 to -5)");
        }
        return wanted;
    }

    private static Fault.Invalid unknown(String field, String expected) {
        return new Fault.Invalid(field, "not known here (expected: " + expected + ")");
    }

    static EstimateRenderResponse toProto(Estimate estimate) {
        long millis = estimate.duration().toMillis();
        return EstimateRenderResponse.newBuilder()
                .setSizeBytes(estimate.sizeBytes())
                .setDuration(
                        Duration.newBuilder().setSeconds(millis / 1000).setNanos((int) (millis % 1000) * 1_000_000))
                .setSizeFactor(Estimate.SIZE_FACTOR)
                .setDurationFactor(Estimate.DURATION_FACTOR)
                .setWidth(estimate.resolution().width())
                .setHeight(estimate.resolution().height())
                .build();
    }

    static Render toProto(dev.rushes.server.render.Render render, ContentLinks links) {
        Form form = render.order().form();
        Render.Builder message = Render.newBuilder()
                .setRenderId(render.id())
                .setJobId(render.order().jobId())
                .setTimelineRevision(render.order().timelineRevision())
                .setQuality(Render.Quality.valueOf(
                        "QUALITY_" + render.order().quality().name()))
                .setContainer(
                        Render.Container.valueOf("CONTAINER_" + form.container().name()))
                .setResolution(toProto(form.resolution()))
                .setState(Render.State.valueOf("STATE_" + render.state().name()))
                .setProgress(ProgressWire.toProto(render.progress()))
                .setRevision(render.revision())
                .setCreateTime(dev.rushes.wire.TimeWire.toProto(render.createdAt()))
                .setUpdateTime(dev.rushes.wire.TimeWire.toProto(render.updatedAt()));
        if (form.loudnessLufs() != null) {
            message.setLoudnessTargetLufs(form.loudnessLufs());
        }
        RenderedFile file = render.file();
        if (file != null) {
            message.setContentPath(links.sign("/content/renders/" + render.id()))
                    .setSizeBytes(file.sizeBytes())
                    .setSha256(file.sha256())
                    .setWidth(file.width())
                    .setHeight(file.height())
                    .setFrameCount(file.frameCount());
            making(message, file.making());
        }
        if (render.failure() != null) {
            message.setError(StatusMapper.status(render.failure()));
        }
        return message.build();
    }

    private static void making(Render.Builder message, RenderedFile.@Nullable Making making) {
        if (making == null) {
            return;
        }
        message.setSegmentCount(making.segmentCount()).setReusedSegmentCount(making.reusedSegmentCount());
        if (making.loudnessLufs() != null) {
            message.setLoudnessLufs(making.loudnessLufs());
        }
        if (making.truePeakDbtp() != null) {
            message.setTruePeakDbtp(making.truePeakDbtp());
        }
    }

    private static Render.Resolution toProto(Resolution resolution) {
        return switch (resolution) {
            case FULL_VERTICAL -> Render.Resolution.RESOLUTION_1080X1920;
            case FULL_SQUARE -> Render.Resolution.RESOLUTION_1080X1080;
            case FULL_LANDSCAPE -> Render.Resolution.RESOLUTION_1920X1080;
            case ULTRA_VERTICAL -> Render.Resolution.RESOLUTION_2160X3840;
        };
    }
}
