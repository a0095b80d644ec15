// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The development media and their truth files; absent in most checkouts. */
public final class DevMedia {

    private DevMedia() {}

    /** Returns the folder, whether or not it exists. */
    public static Path folder() {
        String root = System.getProperty("rushes.root", "");
        Path start = root.isEmpty() ? findRoot() : Path.of(root);
        return start.toAbsolutePath().resolve("../shared/media/dev").normalize();
    }

    private static Path findRoot() {
        Path here = Path.of("").toAbsolutePath();
        for (Path at = here; at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve("gpu-worker")) && Files.isDirectory(at.resolve("proto"))) {
                return at;
            }
        }
        return here;
    }

    public static boolean isPresent() {
        return Files.isDirectory(folder().resolve("truth"));
    }

    /** Reads a truth file, for example "clips". */
    public static JsonNode truth(String name) throws IOException {
        return new ObjectMapper()
                .readTree(folder().resolve("truth").resolve(name + ".json").toFile());
    }
}
