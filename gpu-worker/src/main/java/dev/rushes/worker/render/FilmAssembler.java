// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.render;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rushes.editorial.time.FrameRate;
import dev.rushes.editorial.timeline.Timeline;
import dev.rushes.worker.decode.Limits;
import dev.rushes.worker.decode.Sandbox;
import dev.rushes.worker.decode.SandboxCommand;
import dev.rushes.worker.decode.UnreadableMedia;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Cuts the song to the length of the picture and puts both into one file, without encoding the picture again. */
final class FilmAssembler {

    private static final int SAMPLE_RATE = 48_000;
    private static final double FADE_SECONDS = 0.35;
    private static final double CLOSE_ENOUGH_DB = 0.1;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RenderPlan plan;
    private final SegmentCache cache;
    private final Sandbox sandbox;

    FilmAssembler(SegmentEncoder.Tools tools, RenderPlan plan) {
        this.plan = plan;
        this.cache = tools.cache();
        this.sandbox = tools.sandbox();
    }

    /**
     * Makes the sound track, exactly as long as the picture; silence follows a song that ends early. A loudness target
     * is met in two passes by one gain, so that the song keeps its dynamics; returns what was measured in the result.
     */
    @Nullable
    Loudness encodeSong(Path target) throws UnreadableMedia, IOException, InterruptedException {
        String base = soundFilter();
        Double wanted = plan.song().targetLufs();
        String key = Digests.sha256(SegmentEncoder.VERSION + "\n" + plan.song().sha256() + "\n" + base + "\naac 192k "
                + SAMPLE_RATE + (wanted == null ? "" : "\n" + wanted + " LUFS"));
        var meter = new LoudnessMeter(sandbox);
        if (!cache.take(key, target)) {
            if (wanted == null) {
                encode(base, target);
            } else {
                encodeAt(wanted, base, target);
            }
            cache.put(key, target, List.of(plan.song().file()));
        }
        return meter.measure(target, "anull");
    }

    /** The encoder takes away some tenths of a decibel of noisy sound, so its result is measured and met once more. */
    private void encodeAt(double wanted, String base, Path target)
            throws UnreadableMedia, IOException, InterruptedException {
        var meter = new LoudnessMeter(sandbox);
        double gain = Loudness.gainDb(meter.measure(plan.song().file(), base), wanted);
        encode(louder(base, gain), target);
        double missing = Loudness.gainDb(meter.measure(target, "anull"), wanted);
        if (Math.abs(missing) > CLOSE_ENOUGH_DB) {
            encode(louder(base, gain + missing), target);
        }
    }

    private static String louder(String filter, double gainDb) {
        return String.format(Locale.ROOT, "%s,volume=%.3fdB", filter, gainDb);
    }

    private void encode(String filter, Path target) throws UnreadableMedia, IOException, InterruptedException {
        SandboxCommand command = sandbox.ffmpeg(Limits.rendering()).add("-v", "error", "-nostdin", "-y");
        command.addInputLimits().add("-threads", "1", "-vn", "-sn", "-dn");
        command.add("-i", command.readable(plan.song().file()));
        command.add("-filter_complex", "[0:a:0]" + filter + "[out]", "-map", "[out]");
        command.add("-c:a", "aac", "-b:a", "192k", "-ar", String.valueOf(SAMPLE_RATE), "-ac", "2");
        command.add("-fflags", "+bitexact", "-flags:a", "+bitexact", "-map_metadata", "-1", "-f", "mp4");
        command.add("file:" + command.writable(directory(target)) + "/" + target.getFileName());
        FfmpegChild.Ending ending = FfmpegChild.run(command, line -> {});
        refuseFullDisk(ending, plan.cache().directory());
        if (!ending.isSuccess()) {
            throw new UnreadableMedia(
                    UnreadableMedia.Code.NO_AUDIO,
                    plan.song().fileName() + " has no sound that can be decoded (" + ending.lastError()
                            + "): choose another song file.");
        }
    }

    /** Samples are counted from the first decoded one: seeking in MP3 files without an index is not exact. */
    private String soundFilter() {
        Timeline timeline = plan.timeline();
        FrameRate rate = timeline.frameRate();
        double seconds = rate.seconds(timeline.frameCount());
        long samples = Math.round(seconds * SAMPLE_RATE);
        double fade = Math.min(FADE_SECONDS, seconds / 4);
        return String.format(
                Locale.ROOT,
                "asetpts=N/SR/TB,atrim=start=%.6f,asetpts=PTS-STARTPTS,aresample=%d,"
                        + "aformat=sample_fmts=fltp:channel_layouts=stereo,apad=whole_len=%d,atrim=end_sample=%d,"
                        + "afade=t=out:st=%.6f:d=%.6f",
                Math.max(0, timeline.song().startSeconds()),
                SAMPLE_RATE,
                samples,
                samples,
                seconds - fade,
                fade);
    }

    /** Joins segments and sound by stream copy and returns the number of frames counted in the result. */
    long assemble(List<Path> segments, Path sound, Path target)
            throws UnreadableMedia, IOException, InterruptedException {
        Path work = directory(sound);
        StringBuilder list = new StringBuilder("ffconcat version 1.0\n");
        for (Path segment : segments) {
            list.append("file ").append(segment.getFileName()).append('\n');
        }
        Files.writeString(work.resolve("list.txt"), list);
        TrackClock clock = TrackClock.of(plan.timeline().frameRate());
        int ahead = plan.output().encoder().reorderedFrames();
        // The joined time stamps are microseconds rounded; every frame is put back on the exact grid.
        String grid = "setts=dts=(N-" + ahead + ")*" + clock.frameTicks() + ":pts=round(PTS/" + clock.frameTicks()
                + ")*" + clock.frameTicks() + ":duration=" + clock.frameTicks();
        SandboxCommand command = sandbox.ffmpeg(Limits.rendering()).add("-v", "error", "-nostdin", "-y");
        String inside = "file:" + command.writable(work) + "/";
        command.add("-f", "concat", "-safe", "0", "-i", inside + "list.txt", "-i", inside + sound.getFileName());
        command.add("-map", "0:v:0", "-map", "1:a:0", "-c", "copy", "-bsf:v", grid);
        command.add("-video_track_timescale", String.valueOf(clock.timescale()), "-movflags", "+faststart");
        command.add(
                "-fflags",
                "+bitexact",
                "-map_metadata",
                "-1",
                "-f",
                plan.output().container().muxer());
        command.add("file:" + command.writable(directory(target)) + "/" + target.getFileName());
        FfmpegChild.Ending ending = FfmpegChild.run(command, line -> {});
        refuseFullDisk(ending, directory(target));
        if (!ending.isSuccess()) {
            throw new IOException("The video could not be put together (" + ending.lastError() + "): render again.");
        }
        return countFrames(target);
    }

    private long countFrames(Path film) throws IOException, InterruptedException {
        StringBuilder text = new StringBuilder();
        SandboxCommand command = sandbox.ffprobe(Limits.probing()).add("-v", "error", "-select_streams", "v:0");
        command.add("-show_entries", "stream=nb_frames", "-of", "json", command.readable(film));
        FfmpegChild.run(command, text::append);
        JsonNode root = JSON.readTree(text.toString());
        return root.path("streams").path(0).path("nb_frames").asLong();
    }

    private static void refuseFullDisk(FfmpegChild.Ending ending, Path place) throws IOException {
        if (ending.isDiskFull()) {
            throw new IOException("The disk of " + place + " is full: free some space and render again.");
        }
    }

    private static Path directory(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IllegalArgumentException("file: " + file + " (expected: in a directory)");
        }
        return parent;
    }
}
