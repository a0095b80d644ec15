// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision;

import dev.rushes.editorial.time.FrameRate;
import dev.rushes.worker.decode.FrameSink;
import dev.rushes.worker.decode.FrameSpec;
import dev.rushes.worker.decode.MediaInfo;
import dev.rushes.worker.decode.MediaReader;
import dev.rushes.worker.decode.SoundSink;
import dev.rushes.worker.decode.VideoFrame;
import dev.rushes.worker.vision.picture.Picture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** A reader that shows pictures made in code, 30 a second, whatever file is asked for. */
final class Film implements MediaReader {

    private static final FrameRate RATE = FrameRate.FPS_30;

    private final List<Picture> pictures = new ArrayList<>();
    private int damaged;

    /** Adds {@code count} pictures. */
    Film shot(int count, IntFunction<Picture> picture) {
        for (int i = 0; i < count; i++) {
            pictures.add(picture.apply(i));
        }
        return this;
    }

    /** Says that so many of the pictures were decoded from damaged data. */
    Film damaged(int count) {
        damaged = count;
        return this;
    }

    Picture picture(int frame) {
        return pictures.get(frame);
    }

    int frames() {
        return pictures.size();
    }

    @Override
    public MediaInfo probe(Path file) {
        return new MediaInfo(
                "film",
                (double) pictures.size() / 30,
                new MediaInfo.VideoStream("raw", 144, 256, 0, RATE, RATE, pictures.size(), "yuv420p", ""),
                null,
                "");
    }

    @Override
    public MediaInfo skim(Path file) {
        return probe(file);
    }

    @Override
    public ReadSummary readFrames(Path file, FrameSpec spec, FrameSink sink) {
        for (int i = 0; i < pictures.size(); i++) {
            Picture picture = pictures.get(i);
            byte[] pixels = new byte[picture.luma.length + picture.u.length + picture.v.length];
            System.arraycopy(picture.luma, 0, pixels, 0, picture.luma.length);
            System.arraycopy(picture.u, 0, pixels, picture.luma.length, picture.u.length);
            System.arraycopy(picture.v, 0, pixels, picture.luma.length + picture.u.length, picture.v.length);
            sink.accept(new VideoFrame(i, i / 30.0, picture.width, picture.height, pixels));
        }
        return new ReadSummary(pictures.size(), pictures.size() / 30.0, damaged == 0, damaged);
    }

    @Override
    public void readAudio(Path file, int sampleRate, SoundSink sink) {
        throw new UnsupportedOperationException("a film without sound");
    }

    @Override
    public float[] readAudio(Path file, int sampleRate) {
        return new float[0];
    }
}
