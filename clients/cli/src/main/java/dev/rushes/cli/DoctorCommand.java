// SPDX-License-Identifier: Apache-2.0
package dev.rushes.cli;

import dev.rushes.api.v1.Capability;
import dev.rushes.api.v1.GetSystemRequest;
import dev.rushes.api.v1.GetSystemResponse;
import dev.rushes.client.RushesClient;
import io.grpc.StatusRuntimeException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rushes doctor}: what this installation has, lacks, and what to do about it. */
@Command(name = "doctor", description = "Checks the installation and says what is missing and how to get it.")
final class DoctorCommand implements Callable<Integer> {

    private static final long FREE_BYTES_WANTED = 5L << 30;

    private static final int MOST_LOOKS = 60;
    private static final int LOOK_MILLIS = 250;

    @Option(names = "--json", description = "Print one JSON object on standard output.")
    boolean json;

    @Mixin
    ServerOption server = new ServerOption();

    @Override
    public Integer call() throws Exception {
        Console console = Console.system();
        List<Capability> found = new ArrayList<>();
        found.add(capability(
                "java", Capability.State.STATE_AVAILABLE, Runtime.version() + ", " + System.getProperty("java.home")));
        if (server.server == null) {
            found.add(space(Installation.system().data()));
        }
        try (ServerOption.Session session = server.open()) {
            GetSystemResponse system = lookedAround(session.client());
            found.add(capability("server", Capability.State.STATE_AVAILABLE, "version " + system.getVersion()));
            found.addAll(system.getCapabilitiesList());
        } catch (StatusRuntimeException e) {
            throw Failures.of(e);
        }
        boolean broken = found.stream().anyMatch(c -> c.getState() == Capability.State.STATE_BROKEN);
        if (json) {
            console.json(Map.of(
                    "capabilities", found.stream().map(DoctorCommand::toJson).toList(), "healthy", !broken));
        } else {
            print(System.out, found);
        }
        return broken ? ExitCode.ENVIRONMENT.code() : ExitCode.OK.code();
    }

    /** A worker that has just started knows what it has only some seconds later. */
    private static GetSystemResponse lookedAround(RushesClient client) throws InterruptedException {
        var never = new CountDownLatch(1);
        for (int look = 0; ; look++) {
            GetSystemResponse system = client.system().getSystem(GetSystemRequest.getDefaultInstance());
            boolean known = system.getCapabilitiesList().stream()
                    .anyMatch(found -> found.getName().equals("ffmpeg"));
            if (known || look == MOST_LOOKS) {
                return system;
            }
            never.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private static void print(PrintStream out, List<Capability> found) {
        int width = found.stream().mapToInt(c -> c.getName().length()).max().orElse(0) + 2;
        for (Capability c : found) {
            String mark = switch (c.getState()) {
                case STATE_AVAILABLE -> "✓";
                case STATE_MISSING -> "–";
                case STATE_BROKEN, STATE_UNSPECIFIED, UNRECOGNIZED -> "✗";
            };
            out.println("  " + mark + " " + c.getName()
                    + " ".repeat(width - c.getName().length()) + c.getDetail());
        }
    }

    private static Capability space(Path data) throws java.io.IOException {
        Files.createDirectories(data);
        long free = Files.getFileStore(data).getUsableSpace();
        String words = data + ", " + (free >> 30) + " GiB free";
        return free >= FREE_BYTES_WANTED
                ? capability("data", Capability.State.STATE_AVAILABLE, words)
                : capability(
                        "data",
                        Capability.State.STATE_BROKEN,
                        words + "; make room or set RUSHES_DATA_DIR to another disk");
    }

    private static Capability capability(String name, Capability.State state, String detail) {
        return Capability.newBuilder()
                .setName(name)
                .setState(state)
                .setDetail(detail)
                .setProcess("cli")
                .build();
    }

    private static Map<String, String> toJson(Capability c) {
        Map<String, String> object = new LinkedHashMap<>();
        object.put("name", c.getName());
        object.put("state", c.getState().name().replace("STATE_", "").toLowerCase(java.util.Locale.ROOT));
        object.put("detail", c.getDetail());
        object.put("process", c.getProcess());
        return object;
    }
}
