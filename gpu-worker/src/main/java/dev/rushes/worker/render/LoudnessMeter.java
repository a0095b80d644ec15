// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.render;

import dev.rushes.worker.decode.Limits;
import dev.rushes.worker.decode.Sandbox;
import dev.rushes.worker.decode.SandboxCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Measures loudness with FFmpeg's ebur128 filter. */
final class LoudnessMeter {

    private final Sandbox sandbox;

    LoudnessMeter(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    /**
     * Returns the loudness of a file's first sound track after a filter; null for silence, or if it cannot be decoded,
     * which whoever encodes it says.
     */
    @Nullable
    Loudness measure(Path file, String filter) throws IOException, InterruptedException {
        SandboxCommand command = sandbox.ffmpeg(Limits.rendering()).add("-v", "error", "-nostdin");
        command.addInputLimits().add("-threads", "1", "-vn", "-sn", "-dn", "-i", command.readable(file));
        command.add(
                "-filter_complex",
                "[0:a:0]" + filter + ",ebur128=metadata=1:peak=true:framelog=quiet,ametadata=mode=print:file=-[out]");
        command.add("-map", "[out]", "-f", "null", "-");
        Scale scale = new Scale();
        return FfmpegChild.run(command, scale).isSuccess() ? Loudness.of(scale.lufs, scale.peak) : null;
    }

    /** Keeps the last values printed; both are those of everything heard so far. */
    private static final class Scale implements Consumer<String> {
        private volatile double lufs = -70;
        private volatile double peak;

        @Override
        public void accept(String line) {
            if (line.startsWith("lavfi.r128.I=")) {
                lufs = value(line);
            } else if (line.startsWith("lavfi.r128.true_peak=")) {
                peak = value(line);
            }
        }

        private static double value(String line) {
            return Double.parseDouble(line.substring(line.indexOf('=') + 1));
        }
    }
}
