// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.decode;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads media through FFmpeg children, one per call, started by a {@link Sandbox}. */
public final class FfmpegMediaReader implements MediaReader {

    /** A child that shows no progress for this long is stuck: the slowest real file gave a frame every 0.2 s. */
    private static final Duration STALL = Duration.ofSeconds(30);

    /** Two hours at 60 fps. */
    private static final long MAX_FRAMES = 432_000;

    /** Two hours. */
    private static final int MAX_SECONDS = 7_200;

    /** Six minutes at 44.1 kHz: a longer song's array grows as it comes. */
    private static final int BELIEVED_SAMPLES = 16 << 20;

    /** A third of a second at 44.1 kHz. */
    private static final int SOUND_BLOCK = 1 << 16;

    /** Chooses the first frame, frames without a time, and those far enough from the last chosen one. */
    private static final String SAMPLE_FILTER = String.format(
            Locale.ROOT,
            "select=isnan(prev_selected_t)+isnan(t)+gte(t-prev_selected_t\\,%.4f),",
            FrameSpec.SAMPLE_GAP_SECONDS);

    /** The end of a sampled read is where the file says it is if no more than this many frames follow the last one read. */
    private static final int FRAMES_AFTER_LAST_SAMPLE = 4;

    /** Two seconds: some frames take a detector fifty times as long as others, and the child decodes meanwhile. 3.5 MB at 256 pixels. */
    private static final int FRAMES_AHEAD = 64;

    private final Sandbox sandbox;
    private final Prober prober;

    public FfmpegMediaReader(Sandbox sandbox) {
        this.sandbox = sandbox;
        this.prober = new Prober(sandbox, STALL);
    }

    /** Returns a reader with the best sandbox this machine offers. */
    public static FfmpegMediaReader open() {
        return new FfmpegMediaReader(Sandbox.detect());
    }

    /** Returns a reader that refuses every file where the best sandbox does not work; {@link #open} costs a child more. */
    public static FfmpegMediaReader openUntried() {
        return new FfmpegMediaReader(Sandbox.presume());
    }

    @Override
    public MediaInfo probe(Path file) throws UnreadableMedia, InterruptedException {
        return prober.probe(file);
    }

    @Override
    public MediaInfo skim(Path file) throws UnreadableMedia, InterruptedException {
        return prober.skim(file);
    }

    @Override
    public ReadSummary readFrames(Path file, FrameSpec spec, FrameSink sink)
            throws UnreadableMedia, InterruptedException {
        if (spec.choice() == FrameSpec.Choice.ALL) {
            return readAllFrames(file, spec, info -> {}, sink);
        }
        if (spec.choice() != FrameSpec.Choice.FEW_KEY_FRAMES) {
            return readFrames(file, probe(file), spec, sink);
        }
        try {
            return readFrames(file, skim(file), spec, sink);
        } catch (UnreadableMedia e) {
            if (e.code() != UnreadableMedia.Code.CORRUPT) {
                throw e;
            }
            // Headers may call the wrong frames key frames, or say too little: the decoder knows.
            var judged = new FrameSpec(spec.longSide(), spec.layout(), FrameSpec.Choice.KEY_FRAMES, spec.fast());
            return readFrames(file, probe(file), judged, sink);
        }
    }

    @Override
    public ReadSummary readFrames(Path file, FrameSpec spec, InfoSink described, FrameSink sink)
            throws UnreadableMedia, InterruptedException {
        return spec.choice() == FrameSpec.Choice.ALL
                ? readAllFrames(file, spec, described, sink)
                : MediaReader.super.readFrames(file, spec, described, sink);
    }

    /**
     * Starts the decoder before the probe has said what is in the file. It opens the file as the probe does, then waits to be told the size
     * of its frames: a probe takes an eighth of the time of a small video of ten seconds. As long as nobody knows how long the file says
     * it is, the decoder may use as much processor time as the longest may.
     */
    private ReadSummary readAllFrames(Path file, FrameSpec spec, InfoSink described, FrameSink sink)
            throws UnreadableMedia, InterruptedException {
        try {
            MagicBytes.check(file);
            SandboxCommand command = decoder(Limits.decoding(MAX_SECONDS), spec).listening();
            try (Frames frames = new Frames(addFrames(command, file, spec, MAX_FRAMES, "-/vf", "pipe:0"))) {
                MediaInfo info = probe(file);
                described.accept(info);
                MediaInfo.VideoStream video = Refusals.checkVideo(info);
                FrameSize size = size(video, spec);
                frames.child.killAfter(Limits.decoding(info.durationSeconds()).wallClock());
                frames.child.tell(filter(spec, size));
                return frames.read(video, size, spec, sink);
            }
        } catch (IOException e) {
            throw Refusals.unreachable(e);
        }
    }

    private ReadSummary readFrames(Path file, MediaInfo info, FrameSpec spec, FrameSink sink)
            throws UnreadableMedia, InterruptedException {
        MediaInfo.VideoStream video = Refusals.checkVideo(info);
        FrameSize size = size(video, spec);
        try (Frames frames = new Frames(frameCommand(file, info, spec, size))) {
            ReadSummary read = frames.read(video, size, spec, sink);
            return new ReadSummary(
                    read.frameCount(), end(info, video, read.endSeconds()), read.complete(), read.damagedFrames());
        } catch (IOException e) {
            throw Refusals.unreachable(e);
        }
    }

    private static FrameSize size(MediaInfo.VideoStream video, FrameSpec spec) {
        return FrameSize.fit(video.shownWidth(), video.shownHeight(), spec.longSide());
    }

    private SandboxCommand frameCommand(Path file, MediaInfo info, FrameSpec spec, FrameSize size) throws IOException {
        SandboxCommand command = decoder(Limits.decoding(info.durationSeconds()), spec);
        boolean few = spec.choice() == FrameSpec.Choice.FEW_KEY_FRAMES;
        if (few) {
            command.add("-skip_frame", "nokey", "-discard", "nokey");
            command.add("-bsf:v", KeyFrames.filter(info.durationSeconds()));
            if (Prober.headersSuffice(info)) {
                // Else it decodes several key frames to find out what the headers have said.
                command.add("-nofind_stream_info");
            }
        } else if (spec.choice() == FrameSpec.Choice.KEY_FRAMES) {
            command.add("-skip_frame", "nokey");
        } else if (spec.choice() == FrameSpec.Choice.SAMPLED && isDenserThanSampled(info)) {
            command.add("-skip_frame", "noref");
        }
        long most = few ? KeyFrames.wanted(info.durationSeconds()) : MAX_FRAMES;
        return addFrames(command, file, spec, most, "-vf", filter(spec, size));
    }

    /** Returns the beginning of a command, to which what belongs to its input may be added. */
    private SandboxCommand decoder(Limits limits, FrameSpec spec) {
        SandboxCommand command = sandbox.ffmpeg(limits)
                .add("-hide_banner", "-nostats", "-nostdin", "-v", "repeat+level+warning", "-threads", "1");
        return spec.fast() ? command.add("-skip_loop_filter", "all") : command;
    }

    private static SandboxCommand addFrames(
            SandboxCommand command, Path file, FrameSpec spec, long most, String filterOption, String filter)
            throws IOException {
        command.addInputLimits().add("-i", command.readable(file));
        return command.add("-map", "0:V:0", "-an", "-sn", "-dn", "-filter_threads", "1", filterOption, filter)
                .add("-fps_mode", "passthrough", "-enc_time_base", "demux", "-frames:v", Long.toString(most))
                .add("-c:v", "rawvideo", "-pix_fmt", pixelFormat(spec.layout()))
                .add("-stats_enc_pre", "pipe:2", "-stats_enc_pre_fmt", FrameClock.FORMAT, "-f", "rawvideo", "pipe:1");
    }

    /** A child that gives frames. */
    private static final class Frames implements AutoCloseable {
        final Child child;
        private final FrameClock clock = new FrameClock();
        private final DamageCount damage = new DamageCount();

        Frames(SandboxCommand command) throws IOException {
            child = Child.start(command, line -> clock.offer(line) | damage.offer(line), clock::end);
        }

        ReadSummary read(MediaInfo.VideoStream video, FrameSize size, FrameSpec spec, FrameSink sink)
                throws UnreadableMedia, InterruptedException {
            clock.expectStep(1 / video.averageRate().framesPerSecond());
            ReadSummary read = pumpFrames(child, clock, size, spec, sink);
            return new ReadSummary(read.frameCount(), read.endSeconds(), read.complete(), damage.frames());
        }

        @Override
        public void close() {
            child.close();
        }
    }

    /** Where sampling passes frames over, half of them need not be decoded. */
    private static boolean isDenserThanSampled(MediaInfo info) {
        MediaInfo.VideoStream video = info.video();
        return video != null && 1 / video.averageRate().framesPerSecond() < FrameSpec.SAMPLE_GAP_SECONDS;
    }

    /** The last frames may have been passed over; the file's own word is taken if it is about that long. */
    private static double end(MediaInfo info, MediaInfo.VideoStream video, double readEnd) {
        double rate = video.averageRate().framesPerSecond();
        double announced = video.frameCount() > 0 ? video.frameCount() / rate : info.durationSeconds();
        return announced > readEnd && announced < readEnd + FRAMES_AFTER_LAST_SAMPLE / rate ? announced : readEnd;
    }

    private static String filter(FrameSpec spec, FrameSize size) {
        String scale = "scale=" + size.width() + ":" + size.height() + ":flags=area";
        if (spec.choice() == FrameSpec.Choice.SAMPLED) {
            scale = SAMPLE_FILTER + scale;
        }
        return spec.layout() == FrameSpec.Layout.GRAY ? scale : scale + ":out_range=tv";
    }

    private static String pixelFormat(FrameSpec.Layout layout) {
        return layout == FrameSpec.Layout.GRAY ? "gray" : layout.name().toLowerCase(Locale.ROOT) + "p";
    }

    private static ReadSummary pumpFrames(Child child, FrameClock clock, FrameSize size, FrameSpec spec, FrameSink sink)
            throws UnreadableMedia, InterruptedException {
        int frameBytes = size.bytes(spec.layout());
        var pump = new BlockPump(child.output(), frameBytes, FRAMES_AHEAD);
        long index = 0;
        double end = 0;
        boolean finished = false;
        try {
            BlockPump.Block block = pump.take(STALL);
            while (block != null && block.length() == frameBytes) {
                double seconds = clock.next();
                sink.accept(new VideoFrame(index++, seconds, size.width(), size.height(), block.bytes()));
                end = seconds + clock.usualStep();
                pump.recycle(block);
                block = pump.take(STALL);
            }
            finished = true;
        } catch (BlockPump.StalledException e) {
            Log.OF_READER.warn("a child gave nothing for {} after {} frames and was killed", STALL, index);
        } finally {
            if (!finished) {
                child.kill();
            }
            pump.stop();
        }
        int exit = child.await(STALL);
        if (index == 0) {
            Log.OF_READER.debug("no frame could be decoded: exit {}, {}", exit, child.errors());
            throw Refusals.noPicture();
        }
        return new ReadSummary(index, end, exit == 0 && finished && !child.complained(), 0);
    }

    @Override
    public void readAudio(Path file, int sampleRate, SoundSink sink) throws UnreadableMedia, InterruptedException {
        MediaInfo info = probe(file);
        Refusals.checkAudio(info);
        try {
            SandboxCommand command = sandbox.ffmpeg(Limits.decoding(info.durationSeconds()))
                    .add("-hide_banner", "-nostats", "-nostdin", "-v", "error", "-threads", "1");
            command.addInputLimits().add("-i", command.readable(file));
            command.add("-map", "0:a:0", "-vn", "-sn", "-dn", "-ac", "1", "-ar", Integer.toString(sampleRate))
                    .add("-t", Integer.toString(MAX_SECONDS), "-c:a", "pcm_f32le", "-f", "f32le", "pipe:1");
            try (Child child = Child.start(command, line -> false, () -> {})) {
                long count = pumpSamples(child, sink);
                int exit = child.await(STALL);
                if (count == 0) {
                    Log.OF_READER.debug("no sound could be decoded: exit {}, {}", exit, child.errors());
                    throw Refusals.noSound();
                }
            }
        } catch (IOException e) {
            throw Refusals.unreachable(e);
        }
    }

    @Override
    public float[] readAudio(Path file, int sampleRate) throws UnreadableMedia, InterruptedException {
        // A file may lie about its length, so no more than a few minutes are believed.
        double expected = probe(file).durationSeconds() * sampleRate;
        var all = new SampleList((int) Math.clamp(1.01 * expected, 1, BELIEVED_SAMPLES));
        readAudio(file, sampleRate, all);
        return all.toArray();
    }

    private static long pumpSamples(Child child, SoundSink sink) throws InterruptedException {
        float[] samples = new float[SOUND_BLOCK / Float.BYTES];
        long count = 0;
        var pump = new BlockPump(child.output(), SOUND_BLOCK, BlockPump.FEW);
        try {
            for (BlockPump.Block block = pump.take(STALL); block != null; block = pump.take(STALL)) {
                int more = block.length() / Float.BYTES;
                ByteBuffer.wrap(block.bytes())
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asFloatBuffer()
                        .get(samples, 0, more);
                pump.recycle(block);
                sink.accept(samples, more);
                count += more;
            }
        } catch (BlockPump.StalledException e) {
            Log.OF_READER.warn("a child gave nothing for {} and was killed", STALL);
        } finally {
            pump.stop();
        }
        return count;
    }

    /** Made when there is something to say: to begin logging takes as long as to look at a short clip. */
    private static final class Log {
        static final Logger OF_READER = LoggerFactory.getLogger(FfmpegMediaReader.class);
    }

    /** Collects sound in one array, so that a song is never held as bytes and as samples. */
    private static final class SampleList implements SoundSink {

        private float[] samples;
        private int count;

        SampleList(int expected) {
            samples = new float[expected];
        }

        @Override
        public void accept(float[] piece, int more) {
            if (count + more > samples.length) {
                samples = Arrays.copyOf(samples, Math.max(count + more, (int) (samples.length * 3L / 2)));
            }
            System.arraycopy(piece, 0, samples, count, more);
            count += more;
        }

        float[] toArray() {
            return count == samples.length ? samples : Arrays.copyOf(samples, count);
        }
    }
}
