// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.decode;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Describes files through ffprobe children and remembers what they said. Safe for use by several threads. */
final class Prober {

    private static final int PROBE_BYTES = 4 << 20;

    private static final int KEPT = 256;

    private final Sandbox sandbox;
    private final Duration stall;

    /** Analysers probe a file and then read it; the second look costs as much as 20 frames. */
    private final Cache<FileState, MediaInfo> probed =
            CacheBuilder.newBuilder().maximumSize(KEPT).build();

    private final Cache<FileState, MediaInfo> skimmed =
            CacheBuilder.newBuilder().maximumSize(KEPT).build();

    /**
     * @param stall a child that says nothing for this long is killed
     */
    Prober(Sandbox sandbox, Duration stall) {
        this.sandbox = sandbox;
        this.stall = stall;
    }

    /** As {@link MediaReader#probe}. */
    MediaInfo probe(Path file) throws UnreadableMedia, InterruptedException {
        try {
            MagicBytes.check(file);
            return probe(file, FileState.of(file));
        } catch (IOException e) {
            throw Refusals.unreachable(e);
        }
    }

    /** As {@link MediaReader#skim}; a file whose headers do not say enough is probed. */
    MediaInfo skim(Path file) throws UnreadableMedia, InterruptedException {
        try {
            MagicBytes.check(file);
            FileState key = FileState.of(file);
            MediaInfo known = probed.getIfPresent(key);
            if (known == null) {
                known = skimmed.getIfPresent(key);
            }
            if (known != null) {
                return known;
            }
            Said said = ask(file, "-nofind_stream_info");
            if (said.exit() == 0) {
                MediaInfo info = Probe.parse(said.json());
                if (headersSuffice(info) && info.durationSeconds() > 0) {
                    skimmed.put(key, info);
                    return info;
                }
            }
            return probe(file, key);
        } catch (IOException e) {
            throw Refusals.unreachable(e);
        }
    }

    /** Returns whether a decoder can be opened with what the headers say: MP4 and QuickTime describe every stream there. */
    static boolean headersSuffice(MediaInfo info) {
        MediaInfo.VideoStream video = info.video();
        return info.container().startsWith("mov,")
                && video != null
                && video.codedWidth() > 0
                && video.codedHeight() > 0;
    }

    private MediaInfo probe(Path file, FileState key) throws IOException, UnreadableMedia, InterruptedException {
        MediaInfo known = probed.getIfPresent(key);
        if (known != null) {
            return known;
        }
        Said said = ask(file);
        if (said.exit() != 0) {
            Log.OF_PROBER.debug(
                    "ffprobe refused a file: exit {}, {}",
                    said.exit(),
                    said.child().errors());
            throw Refusals.unprobed(said.child().errors());
        }
        MediaInfo info = Probe.parse(said.json());
        MediaInfo.VideoStream video = info.video();
        boolean shapeless = video != null && video.codedWidth() == 0;
        if (shapeless || (video == null && info.audio() == null)) {
            throw Refusals.unprobed(said.child().errors());
        }
        probed.put(key, info);
        return info;
    }

    private Said ask(Path file, String... more) throws IOException, UnreadableMedia, InterruptedException {
        SandboxCommand command = sandbox.ffprobe(Limits.probing()).add("-v", "error", "-hide_banner");
        command.addInputLimits().add(more).add("-show_streams", "-show_format", "-of", "json", command.readable(file));
        try (Child child = Child.start(command, line -> false, () -> {})) {
            byte[] json = readAll(child);
            return new Said(json, child.await(stall), child);
        }
    }

    /** Reads all output in blocks, so that an interrupt is seen between them. */
    private byte[] readAll(Child child) throws InterruptedException, UnreadableMedia {
        var all = new ByteArrayOutputStream(1 << 16);
        var pump = new BlockPump(child.output(), 1 << 18, BlockPump.FEW);
        try {
            for (BlockPump.Block block = pump.take(stall); block != null; block = pump.take(stall)) {
                all.write(block.bytes(), 0, block.length());
                pump.recycle(block);
                if (all.size() > PROBE_BYTES) {
                    throw Refusals.tooMuch();
                }
            }
            return all.toByteArray();
        } catch (BlockPump.StalledException e) {
            Log.OF_PROBER.warn("a child gave nothing for {} and was killed", stall);
            return all.toByteArray();
        } finally {
            pump.stop();
        }
    }

    /** Made when there is something to say: to begin logging takes as long as to look at a short clip. */
    private static final class Log {
        static final Logger OF_PROBER = LoggerFactory.getLogger(Prober.class);
    }

    /** What a child said; it has ended. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Said(byte[] json, int exit, Child child) {}

    /** Tells whether a file is still the one that was probed. */
    private record FileState(Path file, long size, FileTime modified) {
        static FileState of(Path file) throws IOException {
            return new FileState(file.toRealPath(), Files.size(file), Files.getLastModifiedTime(file));
        }
    }
}
