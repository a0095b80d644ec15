// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import dev.rushes.server.backup.Backup;
import dev.rushes.server.backup.BadBackup;
import dev.rushes.server.backup.Restore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code backup FOLDER} or {@code restore FOLDER [--force]} for the data folder of RUSHES_DATA_DIR, in a process of its own beside the
 * server; ends with 0 when it is done, 1 when it is refused or fails.
 */
public final class BackupMain {
    /** Printed without time and level, see logback.xml. */
    private static final Logger LOG = LoggerFactory.getLogger("dev.rushes.server.backup.Main");

    private BackupMain() {}

    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), System.getenv()));
    }

    static int run(List<String> arguments, Map<String, String> environment) {
        try {
            ServerConfig config = ServerConfig.from(environment);
            requireOwnStores(config);
            if (arguments.size() < 2) {
                LOG.error("say backup FOLDER, or restore FOLDER with or without --force");
                return 1;
            }
            Path folder = Path.of(arguments.get(1)).toAbsolutePath().normalize();
            InstantSource clock = InstantSource.system();
            if (arguments.getFirst().equals("backup")) {
                new Backup(config.dataDir(), folder, FrontDoor.version(), clock).run();
            } else {
                new Restore(folder, config.dataDir(), arguments.contains("--force"), clock).run();
            }
            return 0;
        } catch (BadBackup | IllegalArgumentException e) {
            LOG.error("{}", e.getMessage());
        } catch (IOException e) {
            LOG.error("it failed: {}", e.toString());
        }
        return 1;
    }

    private static void requireOwnStores(ServerConfig config) {
        if (config.database().isPresent()) {
            throw new IllegalArgumentException("RUSHES_DATABASE_URL is set: back that database up with its own tools"
                    + " (pg_basebackup), and copy media, keys and access-token of " + config.dataDir()
                    + " afterwards");
        }
        if (config.bucket().isPresent()) {
            throw new IllegalArgumentException(
                    "RUSHES_S3_BUCKET is set: the finished bytes are in the bucket; use its own"
                            + " versions and copies");
        }
    }
}
