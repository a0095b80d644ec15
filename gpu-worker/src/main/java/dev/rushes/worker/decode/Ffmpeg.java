// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.decode;

import java.nio.file.Path;
import org.bytedeco.javacpp.Loader;

/** Finds the FFmpeg executables bundled with the JavaCPP presets; the first call unpacks them (0.7 s). */
public final class Ffmpeg {

    private Ffmpeg() {}

    /** Returns the ffmpeg executable. */
    public static Path ffmpeg() {
        return Path.of(Loader.load(org.bytedeco.ffmpeg.ffmpeg.class));
    }

    /** Returns the ffprobe executable. */
    public static Path ffprobe() {
        return Path.of(Loader.load(org.bytedeco.ffmpeg.ffprobe.class));
    }
}
