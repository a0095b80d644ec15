// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.base.Suppliers;
import dev.rushes.editorial.music.SongAnalysis;
import dev.rushes.worker.audio.SongAnalyzer;
import dev.rushes.worker.audio.SongListener;
import dev.rushes.worker.decode.FfmpegMediaReader;
import dev.rushes.worker.decode.MediaReader;
import dev.rushes.worker.decode.UnreadableMedia;
import dev.rushes.worker.vision.ClipAnalyzer;
import dev.rushes.worker.vision.VideoAnalyzer;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Prints what the analysers see in files: {@code Inspect clip|song|video FILE... [--json]}.
 *
 * <p>With {@code --json} standard output holds one object a line, in the order of the files; without, a table to read.
 * Everything else goes to standard error. Exit codes: 0 every file was read (a clip may still have a rejected_reason
 * because nothing in it is good enough), 1 at least one file could not be read, 2 the command line is wrong, 130 interrupted.
 */
public final class Inspect {

    private static final int SONG_RATE = 44_100;

    private final @Nullable MediaReader quick;
    private final Supplier<MediaReader> sure;

    Inspect(MediaReader reader) {
        this(null, () -> reader);
    }

    /**
     * @param quick reads songs first; null if there is none
     * @param sure makes what has the last word, once, when it is first needed
     */
    Inspect(@Nullable MediaReader quick, Supplier<MediaReader> sure) {
        this.quick = quick;
        this.sure = Suppliers.memoize(sure::get);
    }

    /** What is looked at. */
    enum Kind {
        CLIP,
        SONG,
        VIDEO
    }

    /** Entry point; see the class comment. */
    public static void main(String[] arguments) {
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        var error = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(arguments, out, error));
    }

    static int run(String[] arguments, PrintStream out, PrintStream error) {
        List<String> words = new ArrayList<>(List.of(arguments));
        boolean json = words.remove("--json");
        Kind kind = words.isEmpty() ? null : kind(words.removeFirst());
        words.remove("--");
        if (kind == null || words.isEmpty()) {
            error.println("usage: inspect clip|song|video FILE... [--json]");
            return 2;
        }
        try {
            return new Inspect(FfmpegMediaReader.openUntried(), FfmpegMediaReader::open)
                    .inspect(kind, words.stream().map(Path::of).toList(), json, out, error);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 130;
        }
    }

    private static @Nullable Kind kind(String word) {
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.name().equalsIgnoreCase(word))
                .findFirst()
                .orElse(null);
    }

    /** Looks at all files, one a core at a time, and prints in their order as soon as each is known. */
    int inspect(Kind kind, List<Path> files, boolean json, PrintStream out, PrintStream error)
            throws InterruptedException {
        int threads = Math.min(files.size(), Runtime.getRuntime().availableProcessors());
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Seen>> results = files.stream()
                    .map(file -> executor.submit(() -> look(kind, file)))
                    .toList();
            int status = 0;
            for (int i = 0; i < files.size(); i++) {
                Path file = files.get(i);
                Seen seen = await(results.get(i), file);
                out.print(json ? seen.object() + "\n" : InspectTable.of(file, seen.object()));
                out.flush();
                if (!seen.problem().isEmpty()) {
                    error.println(file + ": " + seen.problem());
                    status = 1;
                }
            }
            return status;
        } finally {
            executor.shutdownNow();
        }
    }

    private static Seen await(Future<Seen> result, Path file) throws InterruptedException {
        try {
            return result.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("looking at " + file, e.getCause());
        }
    }

    private Seen look(Kind kind, Path file) throws InterruptedException {
        try {
            return new Seen(object(kind, file), "");
        } catch (UnreadableMedia refusal) {
            ObjectNode object = kind == Kind.CLIP ? InspectJson.refusedClip(refusal) : InspectJson.refused(refusal);
            return new Seen(object, String.valueOf(refusal.getMessage()));
        }
    }

    private ObjectNode object(Kind kind, Path file) throws UnreadableMedia, InterruptedException {
        return switch (kind) {
            case SONG -> InspectJson.song(listen(file));
            case CLIP -> InspectJson.clip(new ClipAnalyzer(sure.get()).analyze(file));
            case VIDEO -> InspectJson.video(new VideoAnalyzer(sure.get()).analyze(file));
        };
    }

    private SongAnalysis listen(Path file) throws UnreadableMedia, InterruptedException {
        if (quick != null) {
            try {
                return listen(file, quick);
            } catch (UnreadableMedia untried) {
                // It may be the sandbox that failed.
                return listen(file, sure.get());
            }
        }
        return listen(file, sure.get());
    }

    private static SongAnalysis listen(Path file, MediaReader reader) throws UnreadableMedia, InterruptedException {
        SongListener listener = new SongAnalyzer().listen(SONG_RATE);
        reader.readAudio(file, SONG_RATE, listener::hear);
        return listener.finish();
    }

    /**
     * What became of one file.
     *
     * @param object what to print
     * @param problem why it could not be read, empty if it could
     */
    private record Seen(ObjectNode object, String problem) {}
}
