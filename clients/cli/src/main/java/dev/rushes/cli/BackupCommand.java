// SPDX-License-Identifier: Apache-2.0
package dev.rushes.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code rushes backup}: copies the data folder while its server works. */
@Command(
        name = "backup",
        description = {
            "Copies database and media of this installation to a new folder, with checksums.",
            "The server may work on meanwhile; all that was acknowledged before is in the copy."
        })
final class BackupCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FOLDER", description = "A folder that does not exist yet, best on another disk.")
    Path folder = Path.of("");

    @Override
    public Integer call() throws InterruptedException {
        return DataPrograms.run(
                Installation.system(), "backup", folder.toAbsolutePath().toString());
    }
}
