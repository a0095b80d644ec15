// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.audio.bench;

import dev.rushes.editorial.music.Beat;
import dev.rushes.editorial.music.GridCorrection;
import dev.rushes.editorial.music.GridRepair;
import dev.rushes.editorial.music.SongAnalysis;
import dev.rushes.editorial.sequence.Candidate;
import dev.rushes.editorial.sequence.SequenceOptimizer;
import dev.rushes.editorial.sequence.SequenceOutcome;
import dev.rushes.editorial.sequence.SequenceRequest;
import dev.rushes.editorial.sequence.TimelineResnap;
import dev.rushes.editorial.style.DefaultStyle;
import dev.rushes.editorial.time.FrameRate;
import dev.rushes.editorial.time.SongTime;
import dev.rushes.editorial.timeline.Lock;
import dev.rushes.editorial.timeline.Shot;
import dev.rushes.editorial.timeline.Timeline;
import dev.rushes.worker.audio.SongAnalyzer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * Prints how much of a cut is left when its beats are repaired. Each song gets its annotated beats made wrong in every way a person can
 * repair, a cut of drawn clips is made on the wrong beats, two of its shots are locked (one in its place, one in its range), the beats
 * are repaired by one action and the cut is put on them.
 *
 * <p>A shot survives that still shows the same clip, at least half of the frames it showed, and whose in and out points each moved by
 * no more than half a repaired beat and one frame; a locked one has to be exactly as it was. Cut points on a beat (a frame and a half
 * from an annotated one) are counted before and after, for a cut that nobody touches survives too.
 *
 * <p>Arguments: the folder of the development media; then the first seed and how many seeds of every {@link Rhythm} to draw, each also
 * with a change of tempo.
 */
public final class ResnapBench {

    private static final FrameRate RATE = FrameRate.FPS_30;
    private static final long CUT_SECONDS = 24;
    private static final int CLIPS = 40;
    private static final int TAPS = 8;
    private static final double JITTER = .03;
    private static final double LATE_SECONDS = .06;
    private static final double RUNS_AWAY = 1.005;
    private static final double ON_BEAT_FRAMES = 1.5;

    private final SequenceOptimizer optimizer = new SequenceOptimizer();
    private final Map<String, Count> counts = new TreeMap<>();

    private ResnapBench() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Path media =
                Path.of(args.length > 0 ? args[0] : System.getProperty("rushes.root", ".") + "/../shared/media/dev");
        ResnapBench bench = new ResnapBench();
        for (BeatBench.Truth song : BeatBench.truths(media)) {
            bench.hear(song.samples(), song.beats(), false, song.name().hashCode());
        }
        bench.print("development songs");
        bench.counts.clear();
        if (args.length > 2) {
            long first = Long.parseLong(args[1]);
            for (Rhythm rhythm : Rhythm.values()) {
                for (long seed = first; seed < first + Integer.parseInt(args[2]); seed++) {
                    bench.hear(RandomSong.of(rhythm, seed), false, seed);
                    bench.hear(RandomSong.stepped(rhythm, seed), true, seed);
                }
            }
            bench.print("drawn songs, seeds from " + first);
        }
    }

    private void hear(RandomSong song, boolean isStepped, long seed) {
        double[] beats = song.beats().stream().mapToDouble(Double::doubleValue).toArray();
        hear(song.samples(), beats, isStepped, seed);
    }

    private void hear(float[] samples, double[] beats, boolean isStepped, long seed) {
        SongAnalysis heard = new SongAnalyzer().analyze(samples, Voices.SAMPLE_RATE);
        SongAnalysis truth = with(heard, beats, 0);
        double period = (beats[beats.length - 1] - beats[0]) / (beats.length - 1);
        double[] between = new double[beats.length - 1];
        Arrays.setAll(between, i -> (beats[i] + beats[i + 1]) / 2);
        repair("twice as fast: /2", GridRepair.apply(truth, new GridCorrection.Doubled()), halved(), beats, seed);
        repair("half as fast: x2", with(heard, every(beats, 2, 1), 0), doubled(), beats, seed);
        repair("half a beat late: nudge", with(heard, between, 0), nudged(-period / 2), beats, seed);
        repair("60 ms late: nudge", with(heard, moved(beats, 1, LATE_SECONDS), 0), nudged(-LATE_SECONDS), beats, seed);
        repair("bars a beat late: bar", with(heard, beats, 1), new GridCorrection.DownbeatSet(beats[0]), beats, seed);
        repair("half a beat late: taps", with(heard, between, 0), taps(beats, .5), beats, seed);
        repair("two thirds: taps", with(heard, twoThirds(beats), 0), taps(beats, .5), beats, seed);
        repair("running away: taps", with(heard, moved(beats, RUNS_AWAY, 0), 0), taps(beats, .5), beats, seed);
        if (isStepped) {
            double[] even = new double[beats.length];
            Arrays.setAll(even, i -> beats[0] + i * (beats[TAPS] - beats[0]) / TAPS);
            repair("one tempo of two: taps", with(heard, even, 0), taps(beats, .75), beats, seed);
        }
    }

    private void repair(String name, SongAnalysis wrong, GridCorrection correction, double[] truth, long seed) {
        Random random = new Random(seed);
        List<Candidate> clips = DrawnClips.of(CLIPS, random);
        SequenceRequest request = new SequenceRequest(
                RATE, CUT_SECONDS * 30, wrong, clips, DefaultStyle.profile(), List.of(), Set.of(), seed);
        if (!(optimizer.optimize(request) instanceof SequenceOutcome.Cut cut)) {
            throw new IllegalStateException(name + ": no cut");
        }
        Timeline before = locked(cut.timeline(), random);
        SongAnalysis repaired = GridRepair.apply(wrong, correction);
        Timeline after = TimelineResnap.apply(before, repaired, clip -> DrawnClips.frames(clips, clip), Instant.EPOCH)
                .timeline();
        long bound = SongTime.toFrame(30 / repaired.bpm(), RATE) + 1;
        Count count = counts.computeIfAbsent(name, key -> new Count());
        for (int i = 0; i < before.shots().size(); i++) {
            count.shot(before.shots().get(i), after.shots().get(i), bound);
            if (i > 0) {
                count.onBeatBefore += isOnBeat(before, i, truth) ? 1 : 0;
                count.onBeatAfter += isOnBeat(after, i, truth) ? 1 : 0;
                count.cuts++;
            }
        }
    }

    private static boolean isOnBeat(Timeline cut, int shot, double[] truth) {
        double at = cut.song().startSeconds()
                + RATE.seconds(cut.shots().get(shot).record().start());
        return Arrays.stream(truth).anyMatch(beat -> Math.abs(beat - at) * 30 <= ON_BEAT_FRAMES);
    }

    private static Timeline locked(Timeline cut, Random random) {
        List<Shot> shots = new ArrayList<>(cut.shots());
        int place = random.nextInt(shots.size());
        int range = (place + 1 + random.nextInt(shots.size() - 1)) % shots.size();
        shots.set(place, lock(shots.get(place), Lock.Scope.PLACE_AND_RANGE));
        shots.set(range, lock(shots.get(range), Lock.Scope.RANGE));
        return new Timeline(
                cut.identity(),
                cut.frameRate(),
                cut.song(),
                shots,
                cut.transitions(),
                cut.deletedShots(),
                cut.userEdits(),
                cut.reasoning(),
                cut.finalStatus());
    }

    private static Shot lock(Shot shot, Lock.Scope scope) {
        return new Shot(
                shot.id(),
                shot.clipId(),
                shot.fileName(),
                shot.source(),
                shot.record(),
                new Lock("ana", Instant.EPOCH, "user_reordered", "", scope),
                shot.metadata(),
                shot.explanation(),
                shot.history());
    }

    private static GridCorrection halved() {
        return new GridCorrection.Halved();
    }

    private static GridCorrection doubled() {
        return new GridCorrection.Doubled();
    }

    private static GridCorrection nudged(double seconds) {
        return new GridCorrection.Nudged(seconds);
    }

    private static GridCorrection taps(double[] beats, double place) {
        Random random = new Random(7);
        int from = (int) (place * (beats.length - TAPS));
        return new GridCorrection.Tapped(Arrays.stream(beats, from, from + TAPS)
                .mapToObj(at -> at + JITTER * (2 * random.nextDouble() - 1))
                .toList());
    }

    private static double[] every(double[] beats, int step, int first) {
        double[] kept = new double[(beats.length - first + step - 1) / step];
        Arrays.setAll(kept, i -> beats[first + step * i]);
        return kept;
    }

    private static double[] moved(double[] beats, double factor, double seconds) {
        return Arrays.stream(beats).map(at -> at * factor + seconds).toArray();
    }

    /** Two beats for every three. */
    private static double[] twoThirds(double[] beats) {
        double[] slow = new double[2 * (beats.length - 1) / 3];
        Arrays.setAll(slow, i -> i % 2 == 0 ? beats[i / 2 * 3] : (beats[i / 2 * 3 + 1] + beats[i / 2 * 3 + 2]) / 2);
        return slow;
    }

    private static SongAnalysis with(SongAnalysis heard, double[] times, int late) {
        List<Beat> beats = new ArrayList<>();
        for (int i = 0; i < times.length; i++) {
            beats.add(new Beat(times[i], Math.floorMod(i - late, 4) + 1));
        }
        double bpm = 60 * (times.length - 1) / (times[times.length - 1] - times[0]);
        return new SongAnalysis(
                heard.durationSeconds(), bpm, beats, 1, List.of(), heard.energy(), heard.sections(), heard.detail());
    }

    private void print(String title) {
        System.out.println(title);
        Count all = new Count();
        counts.values().forEach(all::add);
        counts.forEach((name, count) -> System.out.println(count.line(name)));
        System.out.println(all.line("all"));
    }

    /** Sums over the cuts of one repair. */
    private static final class Count {
        private int shots;
        private int survivors;
        private double kept;
        private int locks;
        private int locksKept;
        private int cuts;
        private int onBeatBefore;
        private int onBeatAfter;
        private int lengthsKept;

        void shot(Shot before, Shot after, long bound) {
            long shared = Math.min(before.source().end(), after.source().end())
                    - Math.max(before.source().start(), after.source().start());
            boolean isSame =
                    before.clipId().equals(after.clipId()) && before.id().equals(after.id());
            boolean isNear = Math.abs(before.source().start() - after.source().start()) <= bound
                    && Math.abs(before.source().end() - after.source().end()) <= bound;
            Lock lock = before.lock();
            boolean isExact = lock == null
                    || before.source().equals(after.source())
                            && lock.equals(after.lock())
                            && (lock.scope() == Lock.Scope.RANGE
                                    || before.record().equals(after.record()));
            shots++;
            survivors +=
                    isSame && isNear && isExact && 2 * shared >= before.source().count() ? 1 : 0;
            kept += isSame ? Math.max(0, shared) / (double) before.source().count() : 0;
            locks += lock == null ? 0 : 1;
            locksKept += lock != null && isExact ? 1 : 0;
            lengthsKept += Math.abs(before.record().count() - after.record().count()) <= 2 ? 1 : 0;
        }

        void add(Count other) {
            shots += other.shots;
            survivors += other.survivors;
            kept += other.kept;
            locks += other.locks;
            locksKept += other.locksKept;
            cuts += other.cuts;
            onBeatBefore += other.onBeatBefore;
            onBeatAfter += other.onBeatAfter;
            lengthsKept += other.lengthsKept;
        }

        String line(String name) {
            return String.format(
                    Locale.ROOT,
                    "  %-24s %5d shots, %.3f survive, %.3f of their frames shown still, %.3f as long as before; locks exact"
                            + " %d of %d; cut points on a beat %.3f -> %.3f",
                    name,
                    shots,
                    survivors / (double) shots,
                    kept / shots,
                    lengthsKept / (double) shots,
                    locksKept,
                    locks,
                    onBeatBefore / (double) cuts,
                    onBeatAfter / (double) cuts);
        }
    }
}
