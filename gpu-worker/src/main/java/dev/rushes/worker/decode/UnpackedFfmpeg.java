// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.decode;

import com.google.common.base.Splitter;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Finds the programs that JavaCPP's loader unpacked in an earlier run. The loader itself takes a fifth of a second of processor
 * time to see that nothing is left to unpack (W-99); here the archive's list of contents is compared with the folder, by size and
 * time as the loader does.
 */
final class UnpackedFfmpeg {

    private static final String FOLDER = "org/bytedeco/ffmpeg/";

    private UnpackedFfmpeg() {}

    /**
     * Returns a program if it and every library beside it are there whole.
     *
     * @param program name without a folder
     * @param classPath as in the property java.class.path
     * @param cache where the loader unpacks
     */
    static Optional<Path> find(String program, String classPath, Path cache) {
        return Splitter.on(File.pathSeparatorChar)
                .splitToStream(classPath)
                .map(Path::of)
                .filter(UnpackedFfmpeg::mayHoldPrograms)
                .flatMap(archive -> find(program, archive, cache).stream())
                .findFirst();
    }

    /** Returns where the loader unpacks unless it is told otherwise. */
    static Path cache() {
        String folder = System.getProperty("org.bytedeco.javacpp.cachedir");
        return folder != null ? Path.of(folder) : Path.of(System.getProperty("user.home", ""), ".javacpp", "cache");
    }

    private static boolean mayHoldPrograms(Path archive) {
        String name = String.valueOf(archive.getFileName());
        return name.startsWith("ffmpeg-") && name.contains("-linux-") && name.endsWith(".jar");
    }

    private static Optional<Path> find(String program, Path archive, Path cache) {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            List<? extends ZipEntry> needed =
                    zip.stream().filter(entry -> isNeeded(entry.getName())).toList();
            Path root = cache.resolve(String.valueOf(archive.getFileName()));
            for (ZipEntry entry : needed) {
                Path file = root.resolve(entry.getName());
                if (Files.size(file) != entry.getSize()
                        || Files.getLastModifiedTime(file).toMillis() != entry.getTime()) {
                    return Optional.empty();
                }
            }
            return needed.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.endsWith("/" + program))
                    .map(root::resolve)
                    .filter(Files::isExecutable)
                    .findFirst();
        } catch (IOException e) {
            // Not unpacked yet, or no archive: the loader will do it, or say what is wrong.
            return Optional.empty();
        }
    }

    /** Programs and libraries, not what JavaCPP calls them through. */
    private static boolean isNeeded(String name) {
        int file = name.lastIndexOf('/') + 1;
        return name.startsWith(FOLDER)
                && !name.startsWith("include/", name.indexOf('/', FOLDER.length()) + 1)
                && (name.startsWith("ffmpeg", file)
                        || name.startsWith("ffprobe", file)
                        || (name.indexOf(".so.", file) > 0 && !name.startsWith("libjni", file)));
    }
}
