// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.task;

import dev.rushes.editorial.footage.ClipFeatures;
import dev.rushes.editorial.timeline.Timeline;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a worker needs to make a video file; the words of its form are the contract's, for example VERTICAL, HIGH, MP4. */
public record RenderOrder(Timeline timeline, Map<String, Clip> clips, SourceFile song, Form form, Path output) {
    public RenderOrder {
        clips = Map.copyOf(clips);
    }

    /** What the file is like; {@code loudnessLufs} is null to leave the song as loud as it is. */
    public record Form(
            String shape,
            String quality,
            String container,
            int width,
            int height,
            @Nullable Double loudnessLufs) {}

    /** A clip to render from. */
    public record Clip(SourceFile source, ClipFeatures features) {}
}
