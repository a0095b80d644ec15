// SPDX-License-Identifier: Apache-2.0
package dev.rushes.cli;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/**
 * The files an edit writes, checked before any work begins.
 *
 * @param video the MP4
 * @param timeline the timeline JSON beside it
 */
record Output(Path video, Path timeline) {

    /** Checks where a video goes. */
    static Output of(Path video) {
        String name = video.getFileName() == null ? "" : video.getFileName().toString();
        if (!name.endsWith(".mp4") || name.equals(".mp4")) {
            throw new CliFailure(ExitCode.USAGE, video + ": the output must be named something.mp4");
        }
        check(video);
        String stem = name.substring(0, name.length() - ".mp4".length());
        return new Output(video, video.resolveSibling(stem + ".timeline.json"));
    }

    /** Checks that a file can be written there, before any work begins. */
    static void check(Path file) {
        if (Files.isDirectory(file)) {
            throw new CliFailure(ExitCode.USAGE, file + ": this is a folder; name the file to write");
        }
        Path folder = requireNonNull(file.toAbsolutePath().getParent(), "a named file has a folder");
        if (!Files.isDirectory(folder)) {
            throw new CliFailure(
                    ExitCode.USAGE, folder + ": there is no such folder; make it first or choose another -o");
        }
        try {
            Files.delete(Files.createFile(partial(folder)));
        } catch (IOException e) {
            throw new CliFailure(
                    ExitCode.ENVIRONMENT, folder + ": cannot write there (" + e.getMessage() + "); choose another -o");
        }
    }

    /** Writes text to a file, whole or not at all. */
    static void writeWhole(Path target, String text) throws IOException {
        Path partial = partial(requireNonNull(target.toAbsolutePath().getParent(), "a named file has a folder"));
        try {
            Files.writeString(partial, text, StandardCharsets.UTF_8);
            Files.move(partial, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    /** A hidden name beside the target; made with the user's own permissions, unlike a temporary file of the JDK. */
    private static Path partial(Path folder) {
        return folder.resolve(".rushes-" + UUID.randomUUID() + ".part");
    }
}
