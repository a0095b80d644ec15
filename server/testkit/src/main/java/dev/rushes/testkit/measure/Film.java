// SPDX-License-Identifier: Apache-2.0
package dev.rushes.testkit.measure;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.Loader;

/** Reads what a finished video holds by decoding all of it. */
public final class Film {

    private static final int WIDTH = 54;
    private static final int HEIGHT = 96;

    private Film() {}

    /**
     * What the streams say; the frames are counted by decoding.
     *
     * @param videoCodec name, such as h264
     * @param audioCodec name, such as aac; empty without sound
     * @param width pixels
     * @param height pixels
     * @param frameRate as a fraction, such as 30/1
     * @param frames pictures decoded
     */
    public record Facts(String videoCodec, String audioCodec, int width, int height, String frameRate, int frames) {}

    /** Probes a video. */
    public static Facts probe(Path file) throws IOException, InterruptedException {
        Process child = start(
                Loader.load(org.bytedeco.ffmpeg.ffprobe.class),
                "-v",
                "error",
                "-count_frames",
                "-show_entries",
                "stream=codec_type,codec_name,width,height,r_frame_rate,nb_read_frames",
                "-of",
                "compact=p=0",
                file.toString());
        String text = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        expectSuccess(child, file);
        Map<String, String> video = new HashMap<>();
        Map<String, String> audio = new HashMap<>();
        text.lines().forEach(line -> {
            Map<String, String> stream = fields(line);
            ("video".equals(stream.get("codec_type")) ? video : audio).putAll(stream);
        });
        return new Facts(
                video.getOrDefault("codec_name", ""),
                audio.getOrDefault("codec_name", ""),
                Integer.parseInt(video.getOrDefault("width", "0")),
                Integer.parseInt(video.getOrDefault("height", "0")),
                video.getOrDefault("r_frame_rate", ""),
                Integer.parseInt(video.getOrDefault("nb_read_frames", "0")));
    }

    /**
     * Returns how much each picture differs from the one before it: the mean absolute difference of small colour pictures, 0 to
     * 255; 0 for the first. A hard cut stands out as the first frame of the new shot.
     */
    public static double[] differences(Path file) throws IOException, InterruptedException {
        Process child = start(
                Loader.load(org.bytedeco.ffmpeg.ffmpeg.class),
                "-v",
                "error",
                "-i",
                file.toString(),
                "-an",
                "-vf",
                "scale=" + WIDTH + ":" + HEIGHT + ":flags=area",
                "-fps_mode",
                "passthrough",
                "-f",
                "rawvideo",
                "-pix_fmt",
                "rgb24",
                "pipe:1");
        List<Double> differences = new ArrayList<>();
        try (DataInputStream pictures = new DataInputStream(child.getInputStream())) {
            byte[] before = new byte[3 * WIDTH * HEIGHT];
            byte[] now = new byte[before.length];
            while (readWhole(pictures, now)) {
                differences.add(differences.isEmpty() ? 0 : difference(before, now));
                System.arraycopy(now, 0, before, 0, now.length);
            }
        }
        expectSuccess(child, file);
        return differences.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static boolean readWhole(DataInputStream pictures, byte[] picture) throws IOException {
        try {
            pictures.readFully(picture);
            return true;
        } catch (EOFException end) {
            return false;
        }
    }

    private static double difference(byte[] before, byte[] now) {
        long sum = 0;
        for (int i = 0; i < now.length; i++) {
            sum += Math.abs((now[i] & 255) - (before[i] & 255));
        }
        return (double) sum / now.length;
    }

    private static Map<String, String> fields(String line) {
        Map<String, String> fields = new HashMap<>();
        for (String field : line.split("\\|", -1)) {
            int equals = field.indexOf('=');
            if (equals > 0) {
                fields.put(field.substring(0, equals), field.substring(equals + 1));
            }
        }
        return fields;
    }

    private static Process start(String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        // The bundled libraries find each other only this way (their run path is not inherited).
        builder.environment()
                .put("LD_LIBRARY_PATH", String.valueOf(Path.of(program).getParent()));
        Process child = builder.start();
        child.getOutputStream().close();
        return child;
    }

    private static void expectSuccess(Process child, Path file) throws IOException, InterruptedException {
        int exit = child.waitFor();
        if (exit != 0) {
            throw new IOException(file.getFileName() + ": the probe ended with " + exit + "; its message is above");
        }
    }
}
