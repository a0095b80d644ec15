// SPDX-License-Identifier: Apache-2.0
package dev.rushes.cli;

import dev.rushes.api.v1.Job;
import io.grpc.StatusRuntimeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code rushes demo}: makes a shoot and a song of its own and edits them; nothing is downloaded. */
@Command(name = "demo", description = "Makes demo footage and a song, and cuts them to a 30 second video.")
final class DemoCommand implements Callable<Integer> {

    @Option(
            names = {"-o", "--output"},
            defaultValue = "rushes-demo",
            paramLabel = "DIR",
            description = "Folder for the footage and the video (default: rushes-demo).")
    Path folder = Path.of("rushes-demo");

    @Option(
            names = "--seed",
            defaultValue = "1",
            paramLabel = "N",
            description = "Another number, another cut (default: 1).")
    long seed;

    @Option(names = "--json", description = "Print one JSON object on standard output at the end.")
    boolean json;

    @Override
    public Integer call() throws Exception {
        Console console = Console.system();
        Installation installation = Installation.system();
        Files.createDirectories(folder);
        int made =
                Programs.run(installation.command("testkit", "dev.rushes.testkit.demo.DemoShoot", folder.toString()));
        if (made != 0) {
            throw new CliFailure(
                    ExitCode.ENVIRONMENT,
                    "the demo footage could not be made (exit " + made + "); run ./rushes doctor");
        }
        EditRequest request = new EditRequest(
                Footage.in(folder.resolve("clips"), "clips"),
                folder.resolve("song.wav"),
                Output.of(folder.resolve("edit.mp4")),
                30,
                null,
                null,
                Job.Shape.SHAPE_VERTICAL,
                seed,
                null);
        try (ServerOption.Session session = new ServerOption().open()) {
            new EditRun(session.client(), console).run(request, json);
        } catch (StatusRuntimeException e) {
            throw Failures.of(e);
        }
        console.talk().println("  Your own footage:    ./rushes edit YOUR_CLIPS/ --song YOUR_SONG.mp3 -o my.mp4");
        return ExitCode.OK.code();
    }
}
