// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.render;

import dev.rushes.editorial.timeline.Shot;
import dev.rushes.editorial.timeline.Timeline;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to render.
 *
 * @param timeline the cut; at least one shot
 * @param clips by {@link Shot#clipId}; every shot's clip must be there
 * @param song file the excerpt is taken from
 * @param output the file to write
 * @param cache where finished segments are kept
 * @param parallelism children at a time, one core each; at least 1
 */
public record RenderPlan(
        Timeline timeline, Map<String, RenderClip> clips, Song song, Output output, Cache cache, int parallelism) {

    public RenderPlan {
        clips = Map.copyOf(clips);
        if (timeline.shots().isEmpty()) {
            throw new IllegalArgumentException("timeline has no shots (expected: at least one)");
        }
        for (Shot shot : timeline.shots()) {
            if (!clips.containsKey(shot.clipId())) {
                throw new IllegalArgumentException(
                        "clip " + shot.clipId() + " of shot " + shot.id() + " is missing (expected: in clips)");
            }
        }
        if (parallelism < 1) {
            throw new IllegalArgumentException("parallelism: " + parallelism + " (expected: >= 1)");
        }
    }

    /** Returns the clip of a shot. */
    RenderClip clipOf(Shot shot) {
        RenderClip clip = clips.get(shot.clipId());
        if (clip == null) {
            throw new IllegalArgumentException("clip " + shot.clipId() + " is missing (expected: in clips)");
        }
        return clip;
    }

    /**
     * The song.
     *
     * @param file where it is
     * @param fileName its name as a person knows it
     * @param sha256 lower-case hexadecimal digest of the file
     * @param targetLufs loudness wanted, null to leave it as it is
     */
    public record Song(
            Path file,
            String fileName,
            String sha256,
            @Nullable Double targetLufs) {

        /** A song as loud as it is. */
        public Song(Path file, String fileName, String sha256) {
            this(file, fileName, sha256, null);
        }
    }

    /**
     * The file to write.
     *
     * @param path written whole or not at all; replaces what is there
     * @param width pixels, even
     * @param height pixels, even
     * @param quality encoder care
     * @param encoder which encoder; see {@link VideoEncoder#isAvailable}
     * @param container what holds picture and sound
     */
    public record Output(
            Path path, int width, int height, RenderQuality quality, VideoEncoder encoder, Container container) {

        /** An MP4. */
        public Output(Path path, int width, int height, RenderQuality quality, VideoEncoder encoder) {
            this(path, width, height, quality, encoder, Container.MP4);
        }

        public Output {
            if (width < 16 || height < 16 || width % 2 != 0 || height % 2 != 0) {
                throw new IllegalArgumentException(
                        "size: " + width + "x" + height + " (expected: even numbers of at least 16)");
            }
        }
    }

    /**
     * Where finished segments are kept.
     *
     * @param directory made when absent; shared by renders
     * @param maxBytes bound kept after each render by dropping what was longest unused
     */
    public record Cache(Path directory, long maxBytes) {}
}
