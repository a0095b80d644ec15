// SPDX-License-Identifier: Apache-2.0
package dev.rushes.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rushes inspect}: what the analysers see in files, without a server. */
@Command(
        name = "inspect",
        description = "Prints what the analysers see in clips, songs or finished videos.",
        footer = {"", "Examples:", "  rushes inspect song song.mp3", "  rushes inspect clip --json clips/*.mp4"})
final class InspectCommand implements Callable<Integer> {

    /** What the worker's program ends with when a file could not be read. */
    private static final int SOME_UNREADABLE = 1;

    /** The optimizing compiler costs as much as listening to this many songs without it. */
    private static final int FEW_SONGS = 4;

    /**
     * Options of the Java machine for a short run: the quick compiler only, and that for what runs often; a young generation that is
     * reused early. The launcher records the start-up cache of songs with the same.
     */
    private static final List<String> LIGHT =
            List.of("-XX:TieredStopAtLevel=1", "-XX:CompileThresholdScaling=4", "-Xmn16m");

    /** What the files are. */
    enum Kind {
        clip,
        song,
        video
    }

    @Parameters(
            index = "0",
            paramLabel = "clip|song|video",
            description = "What the files are: ${COMPLETION-CANDIDATES}.")
    Kind kind = Kind.clip;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "FILE", description = "Files to look at.")
    List<String> files = new ArrayList<>();

    @Option(names = "--json", description = "One JSON object a line, in the order of the files.")
    boolean json;

    @Override
    public Integer call() throws InterruptedException {
        List<String> arguments = new ArrayList<>();
        arguments.add(kind.name());
        if (json) {
            arguments.add("--json");
        }
        arguments.addAll(files);
        boolean isLight = kind == Kind.song && files.size() <= FEW_SONGS;
        List<String> command = Installation.system()
                .cachedCommand(
                        "worker",
                        isLight ? "song" : "worker",
                        "dev.rushes.worker.Inspect",
                        arguments.toArray(String[]::new));
        if (isLight) {
            command.addAll(1, LIGHT);
        }
        int exit = Programs.run(command);
        return exit == SOME_UNREADABLE ? ExitCode.MEDIA.code() : exit;
    }
}
