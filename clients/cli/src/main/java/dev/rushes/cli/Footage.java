// SPDX-License-Identifier: Apache-2.0
package dev.rushes.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The video files of a folder, found by their extension; what is inside them is the worker's business.
 *
 * @param files video files, by name, subfolders included
 * @param leftOut other visible files
 */
record Footage(List<Path> files, int leftOut) {

    private static final int MAX_DEPTH = 8;
    private static final Set<String> VIDEO = Set.of(
            "mp4", "mov", "m4v", "mkv", "avi", "webm", "mts", "m2ts", "ts", "3gp", "3g2", "mpg", "mpeg", "wmv", "mxf");

    Footage {
        files = List.copyOf(files);
    }

    /**
     * Lists a folder.
     *
     * @param what how to call it in a message: "clips" or "past videos"
     */
    static Footage in(Path folder, String what) {
        if (!Files.exists(folder)) {
            throw new CliFailure(
                    ExitCode.USAGE, folder + ": there is no such folder; name the folder that holds your " + what);
        }
        if (!Files.isDirectory(folder)) {
            throw new CliFailure(ExitCode.USAGE, folder + ": this is a file; name the folder that holds your " + what);
        }
        List<Path> videos = new ArrayList<>();
        int others = 0;
        try (Stream<Path> tree = Files.walk(folder, MAX_DEPTH)) {
            for (Path file : (Iterable<Path>) tree.filter(Files::isRegularFile)
                    .filter(f -> isVisible(folder, f))
                    .sorted()::iterator) {
                if (VIDEO.contains(extension(file))) {
                    videos.add(file);
                } else {
                    others++;
                }
            }
        } catch (IOException | java.io.UncheckedIOException e) {
            throw new CliFailure(
                    ExitCode.ENVIRONMENT, folder + ": cannot be read (" + e.getMessage() + "); check its permissions");
        }
        if (videos.isEmpty()) {
            throw new CliFailure(
                    ExitCode.USAGE,
                    folder + ": no video files in it" + (others > 0 ? " (" + others + " other files)" : "")
                            + "; put the MP4 or MOV files of your " + what + " there");
        }
        return new Footage(videos, others);
    }

    private static boolean isVisible(Path folder, Path file) {
        for (Path part : folder.relativize(file)) {
            if (part.toString().startsWith(".")) {
                return false;
            }
        }
        return true;
    }

    private static String extension(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    }
}
