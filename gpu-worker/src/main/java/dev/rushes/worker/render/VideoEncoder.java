// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.render;

import dev.rushes.worker.decode.Limits;
import dev.rushes.worker.decode.Sandbox;
import dev.rushes.worker.decode.SandboxCommand;
import java.io.IOException;
import java.util.List;

/** Which encoder makes the picture. */
public enum VideoEncoder {
    /** x264 on the CPU, one thread a segment: its output never depends on the machine. */
    X264(2) {
        @Override
        List<String> arguments(RenderQuality quality) {
            return List.of(
                    "-c:v",
                    "libx264",
                    "-preset",
                    quality.preset(),
                    "-crf",
                    String.valueOf(quality.rateFactor()),
                    "-threads:v",
                    "1",
                    "-x264-params",
                    "open-gop=0:keyint=90:stitchable=1",
                    "-profile:v",
                    "high");
        }
    },
    /** NVIDIA's encoder, without reordered frames. */
    NVENC(0) {
        @Override
        List<String> arguments(RenderQuality quality) {
            return List.of(
                    "-c:v",
                    "h264_nvenc",
                    "-preset",
                    "p5",
                    "-rc",
                    "vbr",
                    "-cq",
                    String.valueOf(quality.rateFactor() + 3),
                    "-bf",
                    "0",
                    "-g",
                    "90",
                    "-profile:v",
                    "high");
        }
    };

    private final int reorderedFrames;

    VideoEncoder(int reorderedFrames) {
        this.reorderedFrames = reorderedFrames;
    }

    /** Returns the arguments that choose and set the encoder. */
    abstract List<String> arguments(RenderQuality quality);

    /** Returns how many frames decoding runs ahead of showing. */
    int reorderedFrames() {
        return reorderedFrames;
    }

    /** Encodes five frames to tell whether this encoder works on this machine; takes up to a second. */
    public boolean isAvailable(Sandbox sandbox) throws IOException, InterruptedException {
        SandboxCommand command = sandbox.ffmpeg(Limits.rendering())
                .add("-v", "error", "-nostdin", "-f", "lavfi", "-i", "color=gray:size=256x256:rate=30")
                .add("-frames:v", "5", "-pix_fmt", "yuv420p");
        command.add(arguments(RenderQuality.HIGH).toArray(String[]::new)).add("-f", "null", "-");
        return FfmpegChild.run(command, line -> {}).isSuccess();
    }
}
