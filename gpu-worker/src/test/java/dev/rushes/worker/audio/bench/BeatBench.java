// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.audio.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.base.Splitter;
import dev.rushes.editorial.music.Beat;
import dev.rushes.editorial.music.SongAnalysis;
import dev.rushes.worker.audio.BeatScore;
import dev.rushes.worker.audio.SongAnalyzer;
import dev.rushes.worker.decode.Ffmpeg;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;

/**
 * Prints how well songs are heard: one line per song, then means, then the errors of all matched beats together. A tempo that
 * the truth itself accepts besides its own is told apart. Argument: a folder with {@code truth/songs.json};
 * default {@code ../shared/media/dev}. Property {@code beats.out} names a folder for the beats as text, one file a song.
 */
public final class BeatBench {

    private static final int SAMPLE_RATE = 44_100;
    private static final PrintStream OUT = System.out;

    private BeatBench() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Path root =
                Path.of(args.length > 0 ? args[0] : System.getProperty("rushes.root", ".") + "/../shared/media/dev");
        OUT.println(
                "F and AMLt as mir_eval 0.8.2 (70 ms, first 5 s of truth and estimate left out, estimates cut to the"
                        + " annotated span + 70 ms); downbeat F likewise; tempo right within 4 %");
        OUT.println("analyzer " + SongAnalyzer.VERSION + ", " + SAMPLE_RATE + " Hz mono, best of 3 timings, "
                + Runtime.version());
        List<Row> rows = new ArrayList<>();
        for (JsonNode song : new ObjectMapper()
                .readTree(root.resolve("truth/songs.json").toFile())
                .get("songs")) {
            Row row = measure(root, song);
            rows.add(row);
            OUT.println(row.line());
        }
        OUT.printf(
                Locale.ROOT,
                "mean of %d: F %.3f  AMLt %.3f  tempo %.2f (among two candidates %.2f)  downbeat F %.3f (of %d)"
                        + "  speed %.0fx real time%n",
                rows.size(),
                rows.stream().mapToDouble(row -> row.beats.f()).average().orElse(0),
                rows.stream().mapToDouble(row -> row.beats.amlt()).average().orElse(0),
                rows.stream()
                        .mapToDouble(row -> row.tempoRight ? 1 : 0)
                        .average()
                        .orElse(0),
                rows.stream()
                        .mapToDouble(row -> row.tempoOffered ? 1 : 0)
                        .average()
                        .orElse(0),
                rows.stream()
                        .filter(row -> row.downbeatF >= 0)
                        .mapToDouble(row -> row.downbeatF)
                        .average()
                        .orElse(0),
                rows.stream().filter(row -> row.downbeatF >= 0).count(),
                rows.stream().mapToDouble(Row::seconds).sum()
                        / rows.stream().mapToDouble(Row::took).sum());
        double[] errors = rows.stream()
                .flatMapToDouble(row -> Arrays.stream(row.errors))
                .sorted()
                .toArray();
        double[] far = Arrays.stream(errors).map(Math::abs).sorted().toArray();
        OUT.printf(
                Locale.ROOT,
                "all %d matched beats: median bias %+.1f ms, 90 %% nearer than %.1f ms; tempo right or one the truth also"
                        + " accepts %.2f%n",
                errors.length,
                1000 * errors[errors.length / 2],
                1000 * far[(int) (.9 * (far.length - 1))],
                rows.stream()
                        .mapToDouble(row -> row.tempoAccepted ? 1 : 0)
                        .average()
                        .orElse(0));
    }

    /**
     * A song of the development media.
     *
     * @param name file name
     * @param samples mono at 44100 Hz
     * @param beats annotated seconds
     * @param otherBpm tempi that the truth accepts besides that of the beats
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Truth(String name, float[] samples, double[] beats, double[] otherBpm) {}

    /** Decodes every song below a folder with {@code truth/songs.json}. */
    public static List<Truth> truths(Path root) throws IOException, InterruptedException {
        List<Truth> songs = new ArrayList<>();
        for (JsonNode song : new ObjectMapper()
                .readTree(root.resolve("truth/songs.json").toFile())
                .get("songs")) {
            Path file = root.resolve(song.get("file").asText());
            songs.add(new Truth(
                    file.getFileName().toString(),
                    decode(file),
                    numbers(song.get("beats")),
                    numbers(song.path("bpm_alternatives"))));
        }
        return songs;
    }

    private static Row measure(Path root, JsonNode song) throws IOException, InterruptedException {
        Path file = root.resolve(song.get("file").asText());
        float[] samples = decode(file);
        SongAnalysis heard = new SongAnalyzer().analyze(samples, SAMPLE_RATE);
        double took = Double.MAX_VALUE;
        for (int run = 0; run < 3; run++) {
            long start = System.nanoTime();
            heard = new SongAnalyzer().analyze(samples, SAMPLE_RATE);
            took = Math.min(took, (System.nanoTime() - start) / 1e9);
        }
        write(file, heard);
        double[] truth = numbers(song.get("beats"));
        double[] beats = heard.beats().stream().mapToDouble(Beat::seconds).toArray();
        double downbeatF = -1;
        JsonNode bars = song.has("downbeats") ? song.get("downbeats") : song.path("downbeats_low_confidence");
        if (!bars.isEmpty()) {
            double[] downbeats = heard.beats().stream()
                    .filter(Beat::isDownbeat)
                    .mapToDouble(Beat::seconds)
                    .toArray();
            downbeatF = score(numbers(bars), downbeats, truth).f();
        }
        double heardBpm = heard.bpm();
        double bpm = song.path("bpm").asDouble(60 * (truth.length - 1) / (truth[truth.length - 1] - truth[0]));
        return new Row(
                file.getFileName().toString(),
                score(truth, beats, truth),
                heard.bpm(),
                isNear(heardBpm, bpm),
                isNear(heardBpm, bpm)
                        || Arrays.stream(numbers(song.path("bpm_alternatives")))
                                .anyMatch(other -> isNear(heardBpm, other)),
                heard.tempoCandidates().stream().limit(2).anyMatch(candidate -> isNear(candidate.bpm(), bpm)),
                downbeatF,
                BeatScore.errors(late(truth), late(inside(beats, truth))),
                heard,
                took);
    }

    private static boolean isNear(double heard, double bpm) {
        return Math.abs(heard / bpm - 1) < .04;
    }

    private static BeatScore score(double[] truth, double[] heard, double[] span) {
        return BeatScore.from(BeatScore.TRIM_SECONDS, truth, inside(heard, span));
    }

    private static double[] inside(double[] heard, double[] span) {
        double first = span[0] - .07;
        double last = span[span.length - 1] + .07;
        return Arrays.stream(heard).filter(t -> t >= first && t <= last).toArray();
    }

    private static double[] late(double[] beats) {
        return Arrays.stream(beats).filter(t -> t >= BeatScore.TRIM_SECONDS).toArray();
    }

    private static void write(Path song, SongAnalysis heard) throws IOException {
        String folder = System.getProperty("beats.out");
        if (folder != null) {
            Files.write(
                    Path.of(folder, song.getFileName() + ".txt"),
                    heard.beats().stream()
                            .map(b -> b.seconds() + " " + b.barPosition())
                            .toList());
        }
    }

    private static double[] numbers(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
    }

    private static float[] decode(Path file) throws IOException, InterruptedException {
        Path ffmpeg = Ffmpeg.ffmpeg();
        String format = "-vn -ac 1 -ar " + SAMPLE_RATE + " -f f32le -";
        List<String> command = new ArrayList<>(List.of(ffmpeg.toString(), "-v", "error", "-i", file.toString()));
        command.addAll(Splitter.on(' ').splitToList(format));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        // The bundled libva-drm.so names libva.so.2 but not the folder both lie in.
        builder.environment().put("LD_LIBRARY_PATH", ffmpeg.resolveSibling(".").toString());
        Process process = builder.start();
        byte[] bytes = process.getInputStream().readAllBytes();
        if (process.waitFor() != 0) {
            throw new IOException("ffmpeg could not decode " + file);
        }
        float[] samples = new float[bytes.length / 4];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(samples);
        return samples;
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Row(
            String name,
            BeatScore beats,
            double bpm,
            boolean tempoRight,
            boolean tempoAccepted,
            boolean tempoOffered,
            double downbeatF,
            double[] errors,
            SongAnalysis heard,
            double took) {

        double seconds() {
            return heard.durationSeconds();
        }

        String line() {
            return String.format(
                    Locale.ROOT,
                    "%-24s F %.3f  AMLt %.3f  median %+5.1f ms  p90 %4.1f ms  bpm %6.2f %s  downbeat F %s  conf %.2f"
                            + "  sections %d  %.0f s in %.2f s",
                    name,
                    beats.f(),
                    beats.amlt(),
                    1000 * beats.medianError(),
                    1000 * beats.p90Error(),
                    bpm,
                    tempoRight ? "ok   " : "WRONG",
                    downbeatF < 0 ? "  -  " : String.format(Locale.ROOT, "%.3f", downbeatF),
                    heard.confidence(),
                    heard.sections().size(),
                    seconds(),
                    took);
        }
    }
}
