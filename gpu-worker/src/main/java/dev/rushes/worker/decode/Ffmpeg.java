// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.decode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.javacpp.Loader;

/** Finds the FFmpeg executables bundled with the JavaCPP presets; the first call unpacks them (0.7 s). */
public final class Ffmpeg {

    private static final Map<String, Path> FOUND = new ConcurrentHashMap<>();

    private Ffmpeg() {}

    /** Returns the ffmpeg executable. */
    public static Path ffmpeg() {
        return find("ffmpeg");
    }

    /** Returns the ffprobe executable. */
    public static Path ffprobe() {
        return find("ffprobe");
    }

    private static Path find(String program) {
        Path known = FOUND.get(program);
        if (known != null && Files.isExecutable(known)) {
            return known;
        }
        Path found = UnpackedFfmpeg.find(program, System.getProperty("java.class.path", ""), UnpackedFfmpeg.cache())
                .orElseGet(() -> unpack(program));
        FOUND.put(program, found);
        return found;
    }

    private static Path unpack(String program) {
        return Path.of(Loader.load(
                program.equals("ffprobe") ? org.bytedeco.ffmpeg.ffprobe.class : org.bytedeco.ffmpeg.ffmpeg.class));
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
