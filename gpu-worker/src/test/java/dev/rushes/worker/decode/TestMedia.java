// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.decode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Makes small media files with the bundled FFmpeg; no sandbox, because these files are ours. */
public final class TestMedia {

    private TestMedia() {}

    /** Runs ffmpeg with the given arguments followed by the file, which is returned. */
    public static Path make(Path file, String... arguments) {
        List<String> line = new ArrayList<>();
        line.add(Ffmpeg.ffmpeg().toString());
        line.addAll(List.of("-hide_banner", "-v", "error", "-nostdin", "-y"));
        line.addAll(List.of(arguments));
        line.add("file:" + file.toAbsolutePath());
        try {
            var builder = new ProcessBuilder(line).redirectErrorStream(true);
            builder.environment().putAll(Ffmpeg.environment(Ffmpeg.ffmpeg()));
            Process process = builder.start();
            String said = new String(process.getInputStream().readAllBytes());
            if (process.waitFor() != 0 || !Files.exists(file)) {
                throw new IllegalStateException("ffmpeg " + line + ": " + said);
            }
            return file;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
