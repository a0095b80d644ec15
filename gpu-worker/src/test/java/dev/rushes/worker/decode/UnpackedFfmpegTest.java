// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnpackedFfmpegTest {

    private static final String FOLDER = "org/bytedeco/ffmpeg/linux-x86_64-gpl/";
    private static final List<String> NEEDED = List.of("ffmpeg", "ffprobe", "libavutil.so.60");
    private static final FileTime PACKED = FileTime.fromMillis(1_700_000_000_000L);

    @TempDir
    Path folder;

    private Path archive = Path.of("");
    private Path unpacked = Path.of("");

    @BeforeEach
    void packAndUnpack() throws IOException {
        archive = folder.resolve("ffmpeg-8.0.1-1.5.13-linux-x86_64-gpl.jar");
        unpacked = folder.resolve("cache").resolve(archive.getFileName()).resolve(FOLDER);
        Files.createDirectories(unpacked);
        try (var zip = new ZipOutputStream(Files.newOutputStream(archive))) {
            for (String name : NEEDED) {
                pack(zip, FOLDER + name);
                Path file = Files.writeString(unpacked.resolve(name), name);
                Files.setLastModifiedTime(file, PACKED);
                assertThat(file.toFile().setExecutable(true)).isTrue();
            }
            pack(zip, FOLDER + "libjniavutil.so");
            pack(zip, FOLDER + "include/libavutil/ffmpeg.h");
        }
    }

    @Test
    void programsThatLieThereWholeAreFound() {
        assertThat(find("ffmpeg")).contains(unpacked.resolve("ffmpeg"));
        assertThat(find("ffprobe")).contains(unpacked.resolve("ffprobe"));
    }

    @Test
    void halfUnpackedLibraryIsLeftToTheLoader() throws IOException {
        Path library = unpacked.resolve("libavutil.so.60");
        Files.writeString(library, "lib");
        Files.setLastModifiedTime(library, PACKED);

        assertThat(find("ffmpeg")).isEmpty();
    }

    @Test
    void programOfAnotherTimeIsLeftToTheLoader() throws IOException {
        Files.setLastModifiedTime(unpacked.resolve("ffprobe"), FileTime.fromMillis(1_600_000_000_000L));

        assertThat(find("ffmpeg")).isEmpty();
    }

    @Test
    void missingLibraryIsLeftToTheLoader() throws IOException {
        Files.delete(unpacked.resolve("libavutil.so.60"));

        assertThat(find("ffmpeg")).isEmpty();
    }

    @Test
    void theLoadersOwnProgramIsTheOneFound() {
        Path loaded = Path.of(Loader.load(org.bytedeco.ffmpeg.ffmpeg.class));

        assertThat(UnpackedFfmpeg.find("ffmpeg", System.getProperty("java.class.path"), UnpackedFfmpeg.cache()))
                .contains(loaded);
    }

    private Optional<Path> find(String program) {
        return UnpackedFfmpeg.find(program, "other.jar:" + archive, folder.resolve("cache"));
    }

    private static void pack(ZipOutputStream zip, String name) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(PACKED.toMillis());
        zip.putNextEntry(entry);
        zip.write(Path.of(name).getFileName().toString().getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }
}
