// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.rpc;

import dev.rushes.api.worker.v1.MediaSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Lets calls reach files below the media root and nothing else. Safe for use by several threads.
 *
 * @param root real path of the folder shared with the server
 */
record MediaFiles(Path root) {

    static MediaFiles below(Path root) throws IOException {
        Files.createDirectories(root);
        return new MediaFiles(root.toRealPath());
    }

    /** Returns the file to read. */
    Path source(MediaSource source) throws IOException {
        Path file = Path.of(source.getLocalPath());
        if (!Files.exists(file)) {
            throw new IllegalArgumentException(
                    source.getFileName() + ": the media store has no such file (expected: below the media root)");
        }
        return inside(file.toRealPath(), source.getLocalPath());
    }

    /** Returns the file to write; its folder is made. */
    Path target(String path) throws IOException {
        Path file = Path.of(path).toAbsolutePath().normalize();
        Path folder = file.getParent();
        if (folder == null || !folder.startsWith(root) && !Files.exists(folder)) {
            throw outside(path);
        }
        Files.createDirectories(folder);
        return inside(folder.toRealPath().resolve(file.getFileName()), path);
    }

    private Path inside(Path real, String path) {
        if (!real.startsWith(root)) {
            throw outside(path);
        }
        return real;
    }

    private static IllegalArgumentException outside(String path) {
        return new IllegalArgumentException("path: " + path + " (expected: below the media root)");
    }
}
