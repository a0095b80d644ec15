// SPDX-License-Identifier: Apache-2.0
package dev.rushes.testkit.demo;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.IntFunction;
import org.bytedeco.javacpp.Loader;

/** Encodes painted frames as H.264 through one FFmpeg child. */
public final class ClipEncoder {

    private ClipEncoder() {}

    /**
     * Encodes a clip; the file appears whole or not at all.
     *
     * @param frames paints frame 0, 1, … as TYPE_INT_RGB
     */
    public static void encode(Path target, int fps, int frameCount, IntFunction<BufferedImage> frames)
            throws IOException, InterruptedException {
        BufferedImage first = frames.apply(0);
        Path partial = target.resolveSibling("." + target.getFileName() + ".part");
        String executable = Loader.load(org.bytedeco.ffmpeg.ffmpeg.class);
        ProcessBuilder child = new ProcessBuilder(List.of(
                        executable,
                        "-v",
                        "error",
                        "-f",
                        "rawvideo",
                        "-pixel_format",
                        "bgr0",
                        "-video_size",
                        first.getWidth() + "x" + first.getHeight(),
                        "-framerate",
                        Integer.toString(fps),
                        "-i",
                        "pipe:0",
                        "-vf",
                        "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p",
                        "-colorspace",
                        "bt709",
                        "-color_primaries",
                        "bt709",
                        "-color_trc",
                        "bt709",
                        "-c:v",
                        "libx264",
                        "-preset",
                        "superfast",
                        "-crf",
                        "19",
                        "-threads",
                        "1",
                        "-f",
                        "mp4",
                        "-movflags",
                        "+faststart",
                        "-y",
                        partial.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        // The bundled libraries find each other only this way (their run path is not inherited).
        child.environment()
                .put("LD_LIBRARY_PATH", String.valueOf(Path.of(executable).getParent()));
        Process ffmpeg = child.start();
        try (OutputStream pipe = ffmpeg.getOutputStream()) {
            ByteBuffer bytes = ByteBuffer.allocate(4 * first.getWidth() * first.getHeight())
                    .order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < frameCount; i++) {
                BufferedImage frame = i == 0 ? first : frames.apply(i);
                bytes.asIntBuffer().put(((DataBufferInt) frame.getRaster().getDataBuffer()).getData());
                pipe.write(bytes.array());
            }
        } catch (IOException e) {
            ffmpeg.destroyForcibly();
            Files.deleteIfExists(partial);
            throw new IOException(target.getFileName() + ": FFmpeg stopped while encoding; its message is above", e);
        }
        int exit = ffmpeg.waitFor();
        if (exit != 0) {
            Files.deleteIfExists(partial);
            throw new IOException(target.getFileName() + ": FFmpeg ended with " + exit + "; its message is above");
        }
        Files.move(partial, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
