// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.decode;

import java.nio.file.Path;

/**
 * Opens files nobody trusts. Safe for use by several threads. Every method stops its child and throws
 * {@link InterruptedException} within two seconds of an interrupt.
 */
public interface MediaReader {

    /** Reads headers only. */
    MediaInfo probe(Path file) throws UnreadableMedia, InterruptedException;

    /**
     * Reads headers only and decodes nothing to complete them, where the container is known to say enough: about a fifth of
     * the cost of {@link #probe}. Pixel format, transfer and the nominal rate may be missing.
     */
    MediaInfo skim(Path file) throws UnreadableMedia, InterruptedException;

    /**
     * Decodes the first picture stream.
     *
     * @return number of frames given to the sink and where the last one ends, in seconds
     * @throws UnreadableMedia if there is no picture or nothing could be decoded; a file that breaks off later gives what
     *     came before
     */
    ReadSummary readFrames(Path file, FrameSpec spec, FrameSink sink) throws UnreadableMedia, InterruptedException;

    /**
     * As {@link #readFrames(Path, FrameSpec, FrameSink)}, for who wants to know what a probe says too: the two may overlap.
     *
     * @param described gets the description once, before the first frame, on the calling thread; may refuse the file
     */
    default ReadSummary readFrames(Path file, FrameSpec spec, InfoSink described, FrameSink sink)
            throws UnreadableMedia, InterruptedException {
        described.accept(probe(file));
        return readFrames(file, spec, sink);
    }

    /** Takes the description of a file. */
    @FunctionalInterface
    interface InfoSink {
        void accept(MediaInfo info) throws UnreadableMedia;
    }

    /**
     * Decodes the first sound stream to mono, encoder delay skipped.
     *
     * @param sampleRate wanted rate in hertz
     * @param sink gets every sample once, in order, on the calling thread
     * @throws UnreadableMedia if there is no sound or nothing could be decoded; a file that breaks off later gives what came
     *     before
     */
    void readAudio(Path file, int sampleRate, SoundSink sink) throws UnreadableMedia, InterruptedException;

    /** As {@link #readAudio(Path, int, SoundSink)}, all at once. */
    float[] readAudio(Path file, int sampleRate) throws UnreadableMedia, InterruptedException;

    /**
     * What was read.
     *
     * @param frameCount frames given to the sink
     * @param endSeconds end of the last frame
     * @param complete false if decoding broke off or reported damage
     * @param damagedFrames frames that were decoded from damaged data
     */
    record ReadSummary(long frameCount, double endSeconds, boolean complete, long damagedFrames) {

        /** Returns the share of the frames that is not damaged, 0..1. */
        public double intactShare() {
            return Math.clamp(1 - (double) damagedFrames / Math.max(1, frameCount), 0.0, 1.0);
        }
    }
}
