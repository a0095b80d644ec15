// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.editorial.time.FrameRate;
import dev.rushes.worker.decode.Ffmpeg;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Clips whose every picture tells its own number, so that a test can say which source frame an output frame shows. The
 * number is written as ten bits, one full-width bar each, most significant on top; a crop to the side does not hurt it.
 */
public final class BarcodeClip {

    static final int BITS = 10;

    private BarcodeClip() {}

    /**
     * Writes a clip.
     *
     * @param input FFmpeg arguments for the raw input, for example "-r", "25"
     * @param output FFmpeg arguments of the encoder
     */
    public static Path write(Path file, int width, int height, int frames, List<String> input, List<String> output)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Ffmpeg.ffmpeg().toString(), "-v", "error", "-y"));
        command.addAll(List.of("-f", "rawvideo", "-pix_fmt", "gray", "-s", width + "x" + height));
        command.addAll(input);
        command.addAll(List.of("-i", "-", "-pix_fmt", "yuv420p", "-color_range", "tv", "-colorspace", "bt709"));
        command.addAll(output);
        command.add(file.toString());
        Process child = start(command);
        try (OutputStream out = child.getOutputStream()) {
            for (int i = 0; i < frames; i++) {
                out.write(picture(i, width, height));
            }
        }
        String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(child.waitFor()).as(said).isZero();
        return file;
    }

    /** Runs FFmpeg on files; fails the test with what it said when it fails. */
    static void ffmpeg(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Ffmpeg.ffmpeg().toString(), "-v", "error", "-nostdin", "-y"));
        command.addAll(Arrays.asList(arguments));
        Process child = start(command);
        String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(child.waitFor()).as(said).isZero();
    }

    /** Runs FFmpeg and returns what it says. */
    static String log(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Ffmpeg.ffmpeg().toString(), "-nostdin"));
        command.addAll(List.of(arguments));
        Process child = start(command);
        String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(child.waitFor()).as(said).isZero();
        return said;
    }

    /** Decodes all pictures of a file to luma of the given size. */
    static List<byte[]> lumaOf(Path file, int width, int height) throws IOException, InterruptedException {
        byte[] all = decode(List.of(
                "-i",
                file.toString(),
                "-map",
                "0:v:0",
                "-fps_mode",
                "passthrough",
                "-vf",
                "scale=" + width + ":" + height + ":flags=area",
                "-f",
                "rawvideo",
                "-pix_fmt",
                "gray",
                "-"));
        List<byte[]> pictures = new ArrayList<>();
        for (int at = 0; at + width * height <= all.length; at += width * height) {
            pictures.add(Arrays.copyOfRange(all, at, at + width * height));
        }
        return pictures;
    }

    /** Decodes the sound of a file to mono 16-bit samples at 48 kHz, as a player that honours edit lists would. */
    static short[] soundOf(Path file) throws IOException, InterruptedException {
        byte[] all =
                decode(List.of("-i", file.toString(), "-map", "0:a:0", "-ac", "1", "-ar", "48000", "-f", "s16le", "-"));
        short[] samples = new short[all.length / 2];
        ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(samples);
        return samples;
    }

    private static byte[] decode(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Ffmpeg.ffmpeg().toString(), "-v", "error", "-nostdin"));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment()
                .put("LD_LIBRARY_PATH", String.valueOf(Ffmpeg.ffmpeg().getParent()));
        Process child = builder.start();
        byte[] all = child.getInputStream().readAllBytes();
        assertThat(child.waitFor()).isZero();
        return all;
    }

    private static Process start(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .put("LD_LIBRARY_PATH", String.valueOf(Ffmpeg.ffmpeg().getParent()));
        return builder.start();
    }

    private static byte[] picture(int number, int width, int height) {
        byte[] pixels = new byte[width * height];
        for (int y = 0; y < height; y++) {
            boolean set = (number >> (BITS - 1 - y * BITS / height) & 1) != 0;
            Arrays.fill(pixels, y * width, (y + 1) * width, (byte) (set ? 235 : 20));
        }
        return pixels;
    }

    /** Reads the number a picture of the given size tells. */
    public static int number(byte[] luma, int width, int height) {
        int result = 0;
        for (int bit = 0; bit < BITS; bit++) {
            int y = (2 * bit + 1) * height / (2 * BITS);
            result = result << 1 | ((luma[y * width + width / 2] & 0xff) > 128 ? 1 : 0);
        }
        return result;
    }

    /** Reads the numbers of all pictures of a file. */
    public static List<Integer> numbers(Path file) throws IOException, InterruptedException {
        return lumaOf(file, 40, 80).stream().map(luma -> number(luma, 40, 80)).toList();
    }

    static boolean isEmpty(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.findAny().isEmpty();
        }
    }

    /** Returns the luma code of a full-range grey value. */
    static double video(byte gray) {
        return 16 + (gray & 0xff) * 219 / 255.0;
    }

    /** Frame k shows the latest picture that begins at or (a millisecond of container rounding) just after k / rate. */
    private static int expected(long frame, FrameRate timeline, FrameRate clip) {
        double at = timeline.seconds(frame) + 1e-3 + 1e-9;
        return (int) Math.floor(at * clip.numerator() / clip.denominator());
    }

    static List<Integer> expected(FrameRate timeline, FrameRate clip, long from, long count) {
        List<Integer> numbers = new ArrayList<>();
        for (long k = from; k < from + count; k++) {
            numbers.add(Math.min(239, expected(k, timeline, clip)));
        }
        return numbers;
    }

    /** Writes three seconds of one luma. */
    static void flat(Path file, int luma) throws IOException, InterruptedException {
        ffmpeg(
                "-f",
                "lavfi",
                "-i",
                "color=gray:s=90x160:r=30:d=3,lutyuv=y=" + luma + ":u=128:v=128",
                "-pix_fmt",
                "yuv420p",
                "-colorspace",
                "bt709",
                "-c:v",
                "libx264",
                file.toString());
    }

    /** Writes twelve seconds of silence with one short click each second, 0.25 s after the full second. */
    static void clicks(Path file) throws IOException, InterruptedException {
        String wave = "aevalsrc='if(lt(mod(t+0.75,1),0.004),sin(2*PI*2000*t),0)':s=44100:d=12";
        ffmpeg("-f", "lavfi", "-i", wave, file.toString());
    }
}
