// SPDX-License-Identifier: Apache-2.0
package dev.rushes.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rushes restore}: brings a backup back. */
@Command(
        name = "restore",
        description = {
            "Brings a backup back into the data folder (RUSHES_DATA_DIR), after checking every file of it.",
            "Stop the server first. Data that is there is kept unless --force sets it aside."
        })
final class RestoreCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FOLDER", description = "The folder that rushes backup made.")
    Path folder = Path.of("");

    @Option(names = "--force", description = "Set data that is there aside, in a folder beside the restored one.")
    boolean force;

    @Override
    public Integer call() throws InterruptedException {
        String from = folder.toAbsolutePath().toString();
        Installation installation = Installation.system();
        return force
                ? DataPrograms.run(installation, "restore", from, "--force")
                : DataPrograms.run(installation, "restore", from);
    }
}
