// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.render;

import dev.rushes.editorial.timeline.Shot;
import dev.rushes.worker.decode.Sandbox;
import dev.rushes.worker.decode.UnreadableMedia;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Renders timelines. Safe for several renders at once; each call works on its own children and files. The output appears
 * whole under its name or not at all; an interrupt stops the call and its children within two seconds.
 */
public final class TimelineRenderer {

    private final Sandbox sandbox;
    private final InstantSource clock;

    /** Makes a renderer whose children run in {@code sandbox}; {@code clock} tells what was longest unused. */
    public TimelineRenderer(Sandbox sandbox, InstantSource clock) {
        this.sandbox = sandbox;
        this.clock = clock;
    }

    /**
     * Renders one timeline.
     *
     * @throws UnreadableMedia if a clip or the song cannot be decoded; the message names every shot concerned
     * @throws IOException if something cannot be written; the message says where and what to do
     */
    public RenderedFile render(RenderPlan plan, ProgressSink progress)
            throws UnreadableMedia, IOException, InterruptedException {
        var reporter = new Reporter(progress, plan.timeline().frameCount());
        Path target = plan.output().path().toAbsolutePath();
        Path part = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".part");
        prepare(target, part);
        try {
            var cache = new SegmentCache(plan.cache(), clock);
            Path work = cache.newWorkDirectory();
            try {
                RenderedFile result =
                        render(plan, new SegmentEncoder.Tools(cache, sandbox), reporter, new Places(work, part));
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                return result;
            } finally {
                SegmentCache.deleteTree(work);
                cache.evict();
            }
        } catch (ClosedByInterruptException e) {
            throw new InterruptedException("cancelled while a file was read or written");
        } catch (FileSystemException e) {
            throw String.valueOf(e.getReason()).contains("No space left")
                    ? new IOException("The disk of " + e.getFile() + " is full: free some space and render again.", e)
                    : e;
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /**
     * Drops finished parts whose footage or song is gone from the media folder, because it was erased or taken out, and what killed renders
     * left; returns how many parts.
     */
    public int sweep(RenderPlan.Cache kept) throws IOException {
        var cache = new SegmentCache(kept, clock);
        int dropped = cache.dropOrphans();
        cache.evict();
        return dropped;
    }

    /** Finds out before an hour of work whether the output can be written. */
    private static void prepare(Path target, Path part) throws IOException {
        Path directory = target.getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            throw new IOException("The folder of " + target + " does not exist: make it or choose another output.");
        }
        if (Files.isDirectory(target)) {
            throw new IOException(target + " is a folder: choose a file name for the video.");
        }
        try {
            Files.createFile(part);
        } catch (IOException e) {
            throw new IOException("Nothing can be written in " + directory + ": choose another output.", e);
        }
    }

    private record Places(Path work, Path part) {}

    private RenderedFile render(RenderPlan plan, SegmentEncoder.Tools tools, Reporter reporter, Places places)
            throws UnreadableMedia, IOException, InterruptedException {
        List<Segment> segments = SegmentPlanner.plan(plan.timeline());
        var assembler = new FilmAssembler(tools, plan);
        Path sound = places.work().resolve("sound.mp4");
        var broken = new BrokenShots(plan.timeline());
        var cached = new AtomicInteger();
        var loudness = new AtomicReference<@Nullable Loudness>();
        try (var crew = new Crew(plan.parallelism())) {
            Map<String, ClipFacts> facts = probe(plan, tools, crew, broken);
            var encoder = new SegmentEncoder(tools, plan, facts, segments);
            List<Callable<Boolean>> tasks = new ArrayList<>();
            for (int i : longestFirst(segments)) {
                Segment segment = segments.get(i);
                tasks.add(() -> {
                    try {
                        boolean reused = encoder.encode(segment, file(places, i), reporter::done);
                        return reused && cached.incrementAndGet() > 0;
                    } catch (UnreadableMedia e) {
                        segment.footage().forEach(footage -> broken.add(footage.shot(), e));
                        return false;
                    }
                });
            }
            tasks.add(() -> {
                loudness.set(assembler.encodeSong(sound));
                return false;
            });
            crew.all(tasks);
            broken.refuse();
        }
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < segments.size(); i++) {
            files.add(file(places, i));
        }
        long frames = assembler.assemble(files, sound, places.part());
        if (frames != plan.timeline().frameCount()) {
            throw new IOException("The video has " + frames + " frames instead of "
                    + plan.timeline().frameCount() + ": empty " + plan.cache().directory() + " and render again.");
        }
        return new RenderedFile(
                Files.size(places.part()),
                Digests.sha256(places.part()),
                plan.output().width(),
                plan.output().height(),
                frames,
                segments.size(),
                cached.get(),
                loudness.get());
    }

    private static Map<String, ClipFacts> probe(
            RenderPlan plan, SegmentEncoder.Tools tools, Crew crew, BrokenShots broken)
            throws UnreadableMedia, IOException, InterruptedException {
        var probe = new ClipProbe(tools.cache(), tools.sandbox());
        Map<String, RenderClip> used = new HashMap<>();
        for (Shot shot : plan.timeline().shots()) {
            used.put(shot.clipId(), plan.clipOf(shot));
        }
        Map<String, ClipFacts> facts = new ConcurrentHashMap<>();
        List<Callable<Boolean>> tasks = new ArrayList<>();
        used.forEach((id, clip) -> tasks.add(() -> {
            try {
                facts.put(id, probe.facts(clip));
                return true;
            } catch (UnreadableMedia e) {
                broken.addClip(id, e);
                return false;
            }
        }));
        crew.all(tasks);
        broken.refuse();
        return facts;
    }

    /** Long segments first, so that no core waits for a long one begun last. */
    private static List<Integer> longestFirst(List<Segment> segments) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < segments.size(); i++) {
            order.add(i);
        }
        order.sort(Comparator.comparingLong(
                        (Integer i) -> -segments.get(i).record().count())
                .thenComparing(Comparator.naturalOrder()));
        return order;
    }

    private static Path file(Places places, int index) {
        return places.work().resolve(String.format("segment-%05d.mp4", index));
    }

    /** Adds up the frames of all children. */
    private static final class Reporter {
        private final ProgressSink sink;
        private final long total;
        private long done;

        Reporter(ProgressSink sink, long total) {
            this.sink = sink;
            this.total = total;
            sink.progress(0, total);
        }

        synchronized void done(long frames) {
            done = Math.min(total, done + frames);
            sink.progress(done, total);
        }
    }

    /** A few threads, one child each; closing stops all of them and waits until they are gone. */
    private static final class Crew implements AutoCloseable {
        private static final int STOP_SECONDS = 5;

        private final ExecutorService threads;

        Crew(int size) {
            threads = Executors.newFixedThreadPool(
                    size, Thread.ofPlatform().name("render-", 0).daemon().factory());
        }

        /** Runs all tasks and returns their results as they end; the first failure ends the wait. */
        <T> List<T> all(List<Callable<T>> tasks) throws UnreadableMedia, IOException, InterruptedException {
            CompletionService<T> running = new ExecutorCompletionService<>(threads);
            tasks.forEach(running::submit);
            List<T> results = new ArrayList<>();
            for (int i = 0; i < tasks.size(); i++) {
                try {
                    results.add(running.take().get());
                } catch (ExecutionException e) {
                    throw rethrown(e);
                }
            }
            return results;
        }

        private static IOException rethrown(ExecutionException failure) throws UnreadableMedia, InterruptedException {
            return switch (failure.getCause()) {
                case UnreadableMedia e -> throw e;
                case IOException e -> e;
                case InterruptedException e -> throw e;
                case RuntimeException e -> throw e;
                case null, default -> throw new IllegalStateException("a segment failed", failure);
            };
        }

        @Override
        public void close() {
            threads.shutdownNow();
            boolean interrupted = Thread.interrupted();
            try {
                if (!threads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("a render thread did not stop within " + STOP_SECONDS + " s");
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
