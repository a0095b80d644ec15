// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.preview;

import dev.rushes.worker.decode.Limits;
import dev.rushes.worker.decode.MediaInfo;
import dev.rushes.worker.decode.MediaReader;
import dev.rushes.worker.decode.Sandbox;
import dev.rushes.worker.decode.SandboxCommand;
import dev.rushes.worker.decode.UnreadableMedia;
import dev.rushes.worker.preview.PreviewFile.Role;
import dev.rushes.worker.render.Digests;
import dev.rushes.worker.render.FfmpegChild;
import dev.rushes.worker.render.FrameCounter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Makes the small files an editor shows. The hostile file is decoded once, into the proxy; every picture is then taken from the proxy.
 * Children run after everything else on the machine. Safe for use by several threads.
 *
 * <pre>
 *   source   0    1    2   3      4 5    6      frames at their own times
 *   proxy    0    1    2   3      4 5    6      the same frames at the same times, from zero
 *   tiles    |------|------|------|------|      the frame seen at each multiple of the interval
 * </pre>
 */
public final class PreviewMaker {
    /** What browsers swapped and sought without a late frame (clients.md 1). */
    static final int PROXY_LONG_SIDE = 960;

    static final int MOST_FRAMES_BETWEEN_KEYS = 15;
    static final int THUMBNAIL_LONG_SIDE = 320;
    static final int TILE_LONG_SIDE = 160;
    static final int TILE_COLUMNS = 10;
    /** A strip this long fills a tablet ten times over and stays below 400 kB. */
    static final int MOST_TILES = 100;

    /** Closer tiles are not told apart when a clip is drawn a few centimetres wide. */
    static final long LEAST_TILE_MICROS = 500_000;

    static final int SOUND_RATE = 44_100;
    /** From single beats on a whole screen to a whole song on a strip; each four times coarser. */
    static final List<Integer> SAMPLES_PER_PEAK = List.of(256, 1_024, 4_096, 16_384);

    /** Two hours at 60 fps, as everywhere in this worker. */
    private static final long MOST_FRAMES = 432_000;

    private static final int WHITE_NITS = 203;

    private final Sandbox sandbox;
    private final MediaReader reader;

    /** Told how far the work is. */
    public interface Progress {
        void report(long done, long total);
    }

    public PreviewMaker(Sandbox sandbox, MediaReader reader) {
        this.sandbox = sandbox;
        this.reader = reader;
    }

    /** Writes proxy, poster, thumbnail and filmstrip of a clip into {@code folder}, made if absent. */
    public List<PreviewFile> picture(Path source, Path folder, Progress progress)
            throws UnreadableMedia, IOException, InterruptedException {
        MediaInfo.VideoStream video = reader.probe(source).video();
        if (video == null) {
            throw new UnreadableMedia(
                    UnreadableMedia.Code.NO_VIDEO,
                    "There is only sound in this file, no picture. Choose the video file instead.");
        }
        Files.createDirectories(folder);
        Path proxy = folder.resolve("proxy.mp4");
        long expected = video.frameCount();
        long[] done = {0};
        long frames = proxy(source, video, proxy, newly -> {
            done[0] += newly;
            progress.report(done[0], Math.max(expected, done[0]));
        });
        MediaInfo made = reader.probe(proxy);
        MediaInfo.VideoStream small = made.video();
        if (small == null) {
            throw new IOException("the proxy of " + source.getFileName() + " has no picture");
        }
        long micros = Math.round(made.durationSeconds() * 1e6);
        var size = new PictureSize(small.codedWidth(), small.codedHeight());
        Strip strip = Strip.of(size.width(), size.height(), micros);
        pictures(proxy, folder, size, strip, posterSeconds(micros, frames));
        var tile = new PictureSize(strip.tileWidth(), strip.tileHeight());
        return List.of(
                file(Role.PROXY, proxy, size, new Extent(frames, 0, micros)),
                file(Role.POSTER, folder.resolve("poster.jpg"), size, Extent.NONE),
                file(Role.THUMBNAIL, folder.resolve("thumbnail.jpg"), size.within(THUMBNAIL_LONG_SIDE), Extent.NONE),
                file(
                        Role.FILMSTRIP,
                        folder.resolve("filmstrip.jpg"),
                        tile,
                        new Extent(strip.tiles(), TILE_COLUMNS, strip.micros())));
    }

    /** Writes the waveform of a song into {@code folder}, one file for each zoom. */
    public List<PreviewFile> sound(Path source, Path folder) throws UnreadableMedia, IOException, InterruptedException {
        float[] samples = reader.readAudio(source, SOUND_RATE);
        Files.createDirectories(folder);
        List<PreviewFile> made = new ArrayList<>();
        for (int step : SAMPLES_PER_PEAK) {
            Path target = folder.resolve("peaks-" + step + ".dat");
            Files.write(target, Waveform.encode(samples, SOUND_RATE, step));
            made.add(new PreviewFile(
                    Role.PEAKS,
                    target.getFileName().toString(),
                    Files.size(target),
                    Digests.sha256(target),
                    0,
                    0,
                    Math.ceilDiv(samples.length, step),
                    0,
                    0,
                    SOUND_RATE,
                    step));
        }
        return List.copyOf(made);
    }

    private long proxy(Path source, MediaInfo.VideoStream video, Path target, LongConsumer newly)
            throws UnreadableMedia, IOException, InterruptedException {
        SandboxCommand command = sandbox.ffmpeg(Limits.rendering())
                .inBackground()
                .add("-v", "error", "-nostdin", "-y", "-progress", "pipe:1", "-nostats", "-stats_period", "0.5");
        command.addInputLimits().add("-threads", "1", "-an", "-sn", "-dn", "-i", command.readable(source));
        command.add("-map", "0:V:0", "-filter_threads", "1", "-vf", small(video))
                .add("-fps_mode", "passthrough", "-enc_time_base", "demux", "-frames:v", Long.toString(MOST_FRAMES))
                .add("-c:v", "libx264", "-preset", "veryfast", "-crf", "26", "-profile:v", "high", "-threads:v", "1")
                .add("-bf", "0", "-g", Integer.toString(MOST_FRAMES_BETWEEN_KEYS))
                .add("-color_range", "tv", "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709")
                .add("-fflags", "+bitexact", "-flags:v", "+bitexact+cgop", "-map_metadata", "-1")
                .add("-movflags", "+faststart", "-f", "mp4", output(command, target));
        var counter = new FrameCounter(newly);
        FfmpegChild.Ending ending = FfmpegChild.run(command, counter);
        refuseFullDisk(ending);
        if (counter.frames() == 0) {
            throw new UnreadableMedia(
                    UnreadableMedia.Code.CORRUPT,
                    "No picture could be read: the file is damaged or cut off. Copy it again from the camera, or export it"
                            + " as MP4.");
        }
        if (!ending.isSuccess()) {
            throw new UnreadableMedia(
                    UnreadableMedia.Code.DECODER_FAILED,
                    "The file could not be decoded to its end. Copy it again from the camera, or export it as MP4.");
        }
        return counter.frames();
    }

    /** Square pixels, never enlarged, standard colours, time from zero; FFmpeg turns the picture upright before. */
    private static String small(MediaInfo.VideoStream video) {
        String side = "2*floor(min(" + PROXY_LONG_SIDE + ",max(iw*sar,ih))/2)";
        String width = "if(gte(iw*sar,ih)," + side + ",max(2,2*round(" + side + "*iw*sar/ih/2)))";
        String height = "if(gte(iw*sar,ih),max(2,2*round(" + side + "*ih/(iw*sar)/2))," + side + ")";
        String scale = "scale=w='" + width + "':h='" + height + "':flags=bicubic";
        String transfer = video.transfer();
        boolean bright = transfer.equals("smpte2084") || transfer.equals("arib-std-b67");
        String colours = bright
                ? ",zscale=tin=" + transfer + ":pin=bt2020:min=bt2020nc:t=linear:npl=" + WHITE_NITS
                        + ",format=gbrpf32le,zscale=p=bt709,tonemap=tonemap=mobius:param=0.4:desat=0,"
                        + "zscale=t=bt709:m=bt709:r=tv"
                : ":out_range=tv:out_color_matrix=bt709";
        return scale + colours + ",setsar=1,format=yuv420p,setpts=PTS-STARTPTS";
    }

    private void pictures(Path proxy, Path folder, PictureSize size, Strip strip, double posterSeconds)
            throws IOException, InterruptedException {
        String one = "select='gte(t," + decimal(posterSeconds) + ")',trim=end_frame=1,scale=";
        String jpeg = ":out_range=pc,format=yuvj420p";
        PictureSize thumbnail = size.within(THUMBNAIL_LONG_SIDE);
        String graph = "[0:v:0]split=3[a][b][c];[a]" + one + "iw:ih" + jpeg + "[poster];[b]" + one
                + thumbnail.width() + ":" + thumbnail.height() + jpeg
                + "[thumbnail];[c]" + strip.filter() + jpeg + ",tile=" + TILE_COLUMNS + "x" + strip.rows()
                + "[filmstrip]";
        SandboxCommand command = sandbox.ffmpeg(Limits.rendering())
                .inBackground()
                .add("-v", "error", "-nostdin", "-y", "-filter_complex_threads", "1");
        command.addInputLimits().add("-threads", "1", "-i", command.readable(proxy));
        command.add("-filter_complex", graph);
        for (String name : List.of("poster", "thumbnail", "filmstrip")) {
            command.add("-map", "[" + name + "]", "-frames:v", "1", "-c:v", "mjpeg", "-q:v", "4")
                    .add("-fflags", "+bitexact", "-flags:v", "+bitexact", "-update", "1", "-f", "image2")
                    .add(output(command, folder.resolve(name + ".jpg")));
        }
        FfmpegChild.Ending ending = FfmpegChild.run(command, line -> {});
        refuseFullDisk(ending);
        if (!ending.isSuccess()) {
            throw new IOException("no pictures could be taken from a proxy: " + ending.lastError());
        }
    }

    /** A third into the clip, where the camera is up and the subject in view; there is always a frame at or after it. */
    private static double posterSeconds(long micros, long frames) {
        return Math.max(0, micros / 3.0 - (double) micros / frames) / 1e6;
    }

    private static String output(SandboxCommand command, Path target) throws IOException {
        Path folder = target.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException(target + " has no folder");
        }
        return "file:" + command.writable(folder) + "/" + target.getFileName();
    }

    private static void refuseFullDisk(FfmpegChild.Ending ending) throws IOException {
        if (ending.isDiskFull()) {
            throw new IOException("The media disk is full: free some space.");
        }
    }

    /** How many things a file holds, how they lie and how far apart they are. */
    private record Extent(long count, int columns, long micros) {
        static final Extent NONE = new Extent(1, 0, 0);
    }

    private static PreviewFile file(Role role, Path path, PictureSize size, Extent extent) throws IOException {
        return new PreviewFile(
                role,
                String.valueOf(path.getFileName()),
                Files.size(path),
                Digests.sha256(path),
                size.width(),
                size.height(),
                extent.count(),
                extent.columns(),
                extent.micros(),
                0,
                0);
    }

    private static String decimal(double value) {
        return String.format(java.util.Locale.ROOT, "%.6f", value);
    }
}
