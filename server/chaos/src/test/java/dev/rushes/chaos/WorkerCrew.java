// SPDX-License-Identifier: Apache-2.0
package dev.rushes.chaos;

import dev.rushes.postgres.LoopbackPorts;
import dev.rushes.testkit.process.JavaCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Stand-in workers, each a process behind a proxy of its own, that can be hurt one by one. One thread. */
final class WorkerCrew {
    private final Scene scene;
    private final int leastMillis;
    private final int mostMillis;
    private final List<Member> members = new ArrayList<>();

    /**
     * A clip that a worker began to look at.
     *
     * @param droppedAtMillis when it saw that the call had been cancelled, {@link Long#MAX_VALUE} if it never did
     */
    record Begin(long atMillis, String worker, String file, long droppedAtMillis) {}

    /** One of them. */
    final class Member {
        private final String name;
        private final int port;
        private final FaultProxy proxy;
        private final Path log;
        private Child process;

        private Member(int number) throws IOException {
            name = "worker-" + number;
            port = LoopbackPorts.free();
            proxy = scene.own(new FaultProxy(port));
            log = scene.folder().resolve(name + ".log");
            process = launch();
        }

        String name() {
            return name;
        }

        FaultProxy proxy() {
            return proxy;
        }

        Child process() {
            return process;
        }

        private Child launch() throws IOException {
            return scene.own(Child.start(
                    name,
                    log,
                    JavaCommand.of(
                            System.getProperty("java.class.path"),
                            "96m",
                            StandInWorker.class.getName(),
                            name,
                            Integer.toString(port),
                            Integer.toString(leastMillis),
                            Integer.toString(mostMillis)),
                    Map.of()));
        }

        /** Has it run out of memory; returns its exit status. */
        int exhausted() throws IOException, InterruptedException {
            process.tell(StandInWorker.FILL_MEMORY);
            return process.exit();
        }

        /** Has it run out of memory and starts it again at the same address. */
        void exhaust() throws IOException, InterruptedException {
            int unused = exhausted();
            scene.disown(process);
            process = launch();
        }

        /** Kills it and starts it again at the same address. */
        void replace() throws IOException, InterruptedException {
            process.kill();
            scene.disown(process);
            process = launch();
        }
    }

    WorkerCrew(Scene scene, int size, int leastMillis, int mostMillis) throws IOException {
        this.scene = scene;
        this.leastMillis = leastMillis;
        this.mostMillis = mostMillis;
        for (int number = 1; number <= size; number++) {
            members.add(new Member(number));
        }
    }

    List<Member> members() {
        return members;
    }

    /** Returns RUSHES_WORKERS. */
    String addresses() {
        return members.stream().map(member -> member.proxy().address()).collect(Collectors.joining(","));
    }

    /** Returns what was begun, by file, oldest first. */
    Map<String, List<Begin>> begun() throws IOException {
        Map<String, List<Begin>> begun = new HashMap<>();
        List<Begin> all = new ArrayList<>();
        for (Member member : members) {
            Map<String, Long> dropped = new HashMap<>();
            List<String[]> begins = new ArrayList<>();
            for (String line : Files.readAllLines(member.log)) {
                String[] words = line.split(" ");
                if (words.length == 4 && words[0].equals("begin")) {
                    begins.add(words);
                } else if (words.length == 5 && words[0].equals("drop")) {
                    dropped.put(words[3] + " " + words[4], Long.parseLong(words[1]));
                }
            }
            for (String[] words : begins) {
                all.add(new Begin(
                        Long.parseLong(words[1]),
                        words[2],
                        words[3],
                        dropped.getOrDefault(words[3] + " " + words[1], Long.MAX_VALUE)));
            }
        }
        all.sort((one, other) -> Long.compare(one.atMillis(), other.atMillis()));
        all.forEach(begin ->
                begun.computeIfAbsent(begin.file(), file -> new ArrayList<>()).add(begin));
        return begun;
    }
}
