// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the server and waits until it is told to stop; ends with 0 after a clean stop, 1 when it could not start or run, 5 when
 * another server has its data folder. With {@code --end-with-input} it also stops when its standard input closes, so that it never outlives a killed program that started it.
 */
public final class Main {
    private static final Logger LOG = LoggerFactory.getLogger(Main.class);

    private static final String END_WITH_INPUT = "--end-with-input";

    private static final int FAILED = 1;
    private static final int FOLDER_TAKEN = 5;

    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
        if (List.of(arguments).contains(END_WITH_INPUT)) {
            Thread.ofPlatform().daemon().name("input").start(Main::stopAtEndOfInput);
        }
        ServerConfig config;
        try {
            config = ServerConfig.from(System.getenv());
        } catch (IllegalArgumentException e) {
            LOG.error("the configuration is wrong: {}", e.getMessage());
            System.exit(1);
            return;
        }
        LOG.info(
                "starting on {}:{}; data in {}",
                config.listen().host(),
                config.listen().port(),
                config.dataDir());
        LOG.debug("configuration: {}", config);
        RushesServer server = new RushesServer(config);
        AtomicInteger exit = new AtomicInteger();
        // Before the start: whoever is told to stop halfway must not leave a PostgreSQL behind.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, exit), "stop"));
        try {
            server.start();
            server.onDatabaseLost(() -> System.exit(1));
        } catch (CancellationException e) {
            LOG.info("{}", e.getMessage());
        } catch (ReadyFile.Taken e) {
            LOG.error("{}", e.getMessage());
            exit.set(FOLDER_TAKEN);
            System.exit(FOLDER_TAKEN);
        } catch (Exception e) {
            LOG.error("the server cannot start", e);
            exit.set(FAILED);
            System.exit(FAILED);
        }
        new CountDownLatch(1).await();
    }

    private static void stopAtEndOfInput() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
            LOG.info("the program that started this server has ended; stopping too");
        } catch (IOException e) {
            LOG.warn("the standard input cannot be read; stopping", e);
        }
        System.exit(0);
    }

    /** A signal would end the process with 128 + its number; a clean stop is a success. */
    private static void stop(RushesServer server, AtomicInteger exit) {
        int code = server.isDatabaseLost() ? FAILED : exit.get();
        try {
            server.close();
        } catch (Exception e) {
            LOG.error("the server did not stop cleanly", e);
            Runtime.getRuntime().halt(1);
        }
        LOG.info("stopped");
        Runtime.getRuntime().halt(code);
    }
}
