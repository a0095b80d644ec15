// SPDX-License-Identifier: Apache-2.0
package dev.rushes.cli;

import dev.rushes.api.v1.Job;
import io.grpc.StatusRuntimeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rushes edit}: from a folder of clips and a song to a finished video. */
@Command(
        name = "edit",
        description = "Cuts a folder of clips to a song and writes the video and its timeline.",
        footer = {"", "Example:", "  rushes edit clips/ --song song.mp3 --duration 30 -o edit.mp4"})
final class EditCommand implements Callable<Integer> {
    /** Longest name the server takes, in characters. */
    private static final int LONGEST_NAME = 200;

    @Parameters(paramLabel = "CLIPS_DIR", description = "Folder of raw clips, subfolders included.")
    @Nullable
    Path clips;

    @Option(names = "--song", required = true, paramLabel = "FILE", description = "The song to cut to.")
    @Nullable
    Path song;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "OUT.mp4",
            description = "The video to write; OUT.timeline.json is written beside it.")
    @Nullable
    Path output;

    @Option(
            names = "--duration",
            defaultValue = "30",
            paramLabel = "15|30|60|SECONDS",
            description = "Length of the video in seconds, 1 to 600 (default: 30).")
    double duration;

    @Option(names = "--past", paramLabel = "DIR", description = "Folder of finished videos to learn your style from.")
    @Nullable
    Path past;

    @Option(names = "--style", paramLabel = "FILE", description = "A style profile JSON to follow.")
    @Nullable
    Path style;

    @Option(
            names = "--shape",
            defaultValue = "9:16",
            paramLabel = "9:16|1:1|16:9",
            description = "Shape (default: 9:16).")
    String shape = "9:16";

    @Option(
            names = "--seed",
            defaultValue = "1",
            paramLabel = "N",
            description = "Another number, another cut (default: 1).")
    long seed;

    @Option(
            names = "--project",
            paramLabel = "NAME",
            description = "Your channel or brand it belongs to, made if it is new (default: your newest).")
    @Nullable
    String project;

    @Option(names = "--json", description = "Print one JSON object on standard output at the end.")
    boolean json;

    @Mixin
    ServerOption server = new ServerOption();

    @Override
    public Integer call() throws Exception {
        Console console = Console.system();
        EditRequest request = checked(clips, song, output);
        try (ServerOption.Session session = server.open()) {
            new EditRun(session.client(), console).run(request, json);
            return ExitCode.OK.code();
        } catch (StatusRuntimeException e) {
            throw server.explained(e);
        }
    }

    /** Checks everything that can be wrong before a server is started. */
    private EditRequest checked(@Nullable Path clipsFolder, @Nullable Path songFile, @Nullable Path out) {
        if (clipsFolder == null || songFile == null || out == null) {
            throw new CliFailure(ExitCode.USAGE, "CLIPS_DIR, --song and -o are needed");
        }
        if (!(duration >= 1 && duration <= 600)) {
            throw new CliFailure(ExitCode.USAGE, "--duration: " + duration + " (expected: 1 to 600 seconds)");
        }
        if (project != null && (project.isBlank() || project.length() > LONGEST_NAME)) {
            throw new CliFailure(
                    ExitCode.USAGE,
                    "--project: \"" + project + "\" (expected: 1 to " + LONGEST_NAME + " characters, not blank)");
        }
        Footage footage = Footage.in(clipsFolder, "clips");
        readable(songFile, "--song", "name an audio file such as song.mp3");
        Footage finished = past == null ? null : Footage.in(past, "past videos");
        if (style != null) {
            readable(style, "--style", "name a style profile JSON file");
        }
        Output target = Output.of(out);
        for (Path clip : footage.files()) {
            if (clip.toAbsolutePath().normalize().equals(out.toAbsolutePath().normalize())) {
                throw new CliFailure(ExitCode.USAGE, out + ": this is one of the clips; choose another -o");
            }
        }
        return new EditRequest(footage, songFile, target, duration, finished, style, shape(shape), seed, project);
    }

    private static void readable(Path file, String option, String fix) {
        if (!Files.exists(file)) {
            throw new CliFailure(ExitCode.USAGE, option + " " + file + ": there is no such file; " + fix);
        }
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new CliFailure(ExitCode.USAGE, option + " " + file + ": cannot be read as a file; " + fix);
        }
    }

    private static Job.Shape shape(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "9:16" -> Job.Shape.SHAPE_VERTICAL;
            case "1:1" -> Job.Shape.SHAPE_SQUARE;
            case "16:9" -> Job.Shape.SHAPE_LANDSCAPE;
            default -> throw new CliFailure(ExitCode.USAGE, "--shape: " + text + " (expected: 9:16, 1:1 or 16:9)");
        };
    }
}
