// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.decode;

import java.nio.file.Path;
import java.util.Map;
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

    /**
     * Returns the whole environment a child needs. The libraries beside the executable find each other only through
     * LD_LIBRARY_PATH, because their run path is not inherited (libva.so.2 is wanted by libavutil, not by ffmpeg).
     */
    public static Map<String, String> environment(Path executable) {
        String libraries = String.valueOf(executable.getParent());
        return Map.of("LD_LIBRARY_PATH", libraries, "LC_ALL", "C", "PATH", "/usr/bin:/bin");
    }
}
