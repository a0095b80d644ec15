// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.task;

import dev.rushes.editorial.footage.ClipFeatures;
import dev.rushes.editorial.timeline.Timeline;
import java.nio.file.Path;
import java.util.Map;

/** What a worker needs to make a video file; {@code shape} and {@code quality} are the contract's words, for example VERTICAL, HIGH. */
public record RenderOrder(
        Timeline timeline, Map<String, Clip> clips, SourceFile song, String shape, String quality, Path output) {
    public RenderOrder {
        clips = Map.copyOf(clips);
    }

    /** A clip to render from. */
    public record Clip(SourceFile source, ClipFeatures features) {}
}
