// SPDX-License-Identifier: Apache-2.0
package dev.rushes.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.rushes.testkit.demo.SmallShoot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The small shoot, made once for all tests of this run and removed at its end. */
final class Shoot {

    private static @Nullable Path made;

    private Shoot() {}

    static Path clips() throws IOException, InterruptedException {
        return folder().resolve("clips");
    }

    static Path song() throws IOException, InterruptedException {
        return folder().resolve("song.wav");
    }

    /** Copies clips with a few unread bytes at their end, so that a server has never seen them. */
    static void copyUnseen(Path target, String... names) throws IOException, InterruptedException {
        for (String name : names) {
            copyUnseen(clips().resolve(name), target);
        }
    }

    /** Copies the song likewise; returns the copy. */
    static Path copyUnseenSong(Path target) throws IOException, InterruptedException {
        return copyUnseen(song(), target);
    }

    private static Path copyUnseen(Path file, Path target) throws IOException {
        Files.createDirectories(target);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(Files.readAllBytes(file));
        byte[] mark = target.toString().getBytes(UTF_8);
        bytes.writeBytes(new byte[] {0, 0, 0, (byte) (8 + mark.length), 'f', 'r', 'e', 'e'});
        bytes.writeBytes(mark);
        return Files.write(target.resolve(file.getFileName()), bytes.toByteArray());
    }

    /** Names of all clips, by name. */
    static String[] names() throws IOException, InterruptedException {
        try (Stream<Path> files = Files.list(clips())) {
            return files.map(file -> file.getFileName().toString()).sorted().toArray(String[]::new);
        }
    }

    private static synchronized Path folder() throws IOException, InterruptedException {
        if (made == null) {
            Path folder = Files.createTempDirectory("rushes-shoot");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder)));
            SmallShoot.record(folder.resolve("song.wav"));
            SmallShoot.film(Files.createDirectory(folder.resolve("clips")));
            made = folder;
        }
        return requireNonNull(made);
    }

    private static void remove(Path folder) {
        try (Stream<Path> tree = Files.walk(folder)) {
            List<Path> files = tree.sorted(Comparator.reverseOrder()).toList();
            for (Path file : files) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
