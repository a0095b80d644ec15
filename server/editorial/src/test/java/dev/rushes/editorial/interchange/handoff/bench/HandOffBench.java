// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.interchange.handoff.bench;

import dev.rushes.editorial.interchange.handoff.HandOffFleet;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes random cuts in every format and has OpenTimelineIO read them, frame by frame. Usage: {@code HandOffBench [cuts]
 * [python]}, where python has {@code opentimelineio}, {@code otio-cmx3600-adapter} and {@code otio-fcp-adapter}; without it
 * the documents are only written.
 */
public final class HandOffBench {

    private HandOffBench() {}

    public static void main(String[] arguments) throws Exception {
        int cuts = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200;
        Path folder = Files.createTempDirectory("rushes-hand-off");
        HandOffFleet.write(folder, cuts);
        System.out.println(cuts + " cuts in " + folder);
        if (arguments.length > 1) {
            Path script = Path.of(System.getProperty("rushes.root", "."))
                    .resolve("server/editorial/src/test/python/read_hand_offs.py");
            int status = new ProcessBuilder(arguments[1], script.toString(), folder.toString())
                    .inheritIO()
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new IllegalStateException("reading ended with status " + status);
            }
        }
    }
}
