// SPDX-License-Identifier: Apache-2.0
package dev.rushes.chaos;

import dev.rushes.testkit.demo.SmallShoot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The small shoot for those who bring more of it than there is. */
final class Films {
    private static final int BOX_HEADER_BYTES = 8;

    private Films() {}

    /** Films it below a scene's folder; returns the clips that are not spoilt. */
    static List<byte[]> intact(Scene scene) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(scene.folder().resolve("shoot"));
        SmallShoot.film(folder);
        List<byte[]> clips = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                if (!SmallShoot.spoilt().contains(String.valueOf(file.getFileName()))) {
                    clips.add(Files.readAllBytes(file));
                }
            }
        }
        return clips;
    }

    /** Returns the same film as another file: with one more box, which players skip (ISO/IEC 14496-12, {@code free}). */
    static byte[] copy(byte[] film, long number) {
        byte[] mark = ("copy " + number).getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(film.length + BOX_HEADER_BYTES + mark.length)
                .put(film)
                .putInt(BOX_HEADER_BYTES + mark.length)
                .put("free".getBytes(StandardCharsets.US_ASCII))
                .put(mark)
                .array();
    }
}
