// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.inference;

import ai.onnxruntime.OrtEnvironment;
import dev.rushes.worker.decode.Ffmpeg;
import dev.rushes.worker.decode.Limits;
import dev.rushes.worker.decode.Sandbox;
import dev.rushes.worker.inference.Capability.State;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bytedeco.opencv.global.opencv_core;

/** Finds out what this machine offers; takes about a second, because it runs ffmpeg and loads libraries. */
public final class Capabilities {

    private Capabilities() {}

    /** Returns the findings in a fixed order. */
    public static List<Capability> of(Sandbox sandbox) {
        List<Capability> found = new ArrayList<>();
        found.add(ffmpeg());
        found.add(sandbox(sandbox));
        found.add(onnxRuntime());
        found.add(tensorRt());
        found.add(
                GraphicsCard.hasEncoder()
                        ? new Capability("nvenc", State.AVAILABLE, "NVIDIA's encoder library is there")
                        : new Capability("nvenc", State.MISSING, "no NVIDIA encoder; x264 encodes on the processor"));
        found.add(openCv());
        return List.copyOf(found);
    }

    private static Capability ffmpeg() {
        try {
            // Not in the sandbox: its own state is reported separately.
            Process process = Sandbox.limitsOnly()
                    .ffmpeg(Limits.probing())
                    .add("-version")
                    .builder()
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor(10, TimeUnit.SECONDS);
            String first = said.lines().findFirst().orElse("it printed nothing");
            return first.startsWith("ffmpeg version")
                    ? new Capability("ffmpeg", State.AVAILABLE, first.split(" ")[2])
                    : new Capability(
                            "ffmpeg",
                            State.BROKEN,
                            Ffmpeg.ffmpeg().getFileName() + " does not start: " + first
                                    + " (Debian and Ubuntu: apt install libxcb1 libxcb-shm0 libasound2 libpulse0)");
        } catch (IOException | LinkageError e) {
            return new Capability("ffmpeg", State.BROKEN, "the bundled FFmpeg cannot be unpacked: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Capability("ffmpeg", State.BROKEN, "interrupted while it was tried");
        }
    }

    private static Capability sandbox(Sandbox sandbox) {
        String limits = sandbox.isLimiting()
                ? "prlimit limits memory and time"
                : "prlimit is not installed, so memory and time are not limited (Debian and Ubuntu: apt install util-linux)";
        String detail = (sandbox.isSeparating() ? "bubblewrap: " : "") + sandbox.separationDetail() + "; " + limits;
        boolean whole = sandbox.isSeparating() && sandbox.isLimiting();
        return new Capability("sandbox", whole ? State.AVAILABLE : State.MISSING, detail);
    }

    private static Capability onnxRuntime() {
        try {
            return new Capability(
                    "onnx_runtime",
                    State.AVAILABLE,
                    OrtEnvironment.getEnvironment().getVersion());
        } catch (LinkageError | RuntimeException e) {
            return new Capability("onnx_runtime", State.MISSING, "its library does not load: " + e.getMessage());
        }
    }

    private static Capability tensorRt() {
        if (!GraphicsCard.hasDriver()) {
            return new Capability(
                    "tensorrt", State.MISSING, "no NVIDIA driver (libcuda.so.1); models run on the processor");
        }
        try (var engines = new TensorRtEngines(Path.of("."))) {
            return new Capability("tensorrt", State.AVAILABLE, engines.describe());
        } catch (UnusableModel | LinkageError e) {
            return new Capability("tensorrt", State.MISSING, "there is a driver, but: " + e.getMessage());
        }
    }

    private static Capability openCv() {
        try {
            return new Capability(
                    "opencv", State.AVAILABLE, opencv_core.getVersionString().getString());
        } catch (LinkageError e) {
            return new Capability("opencv", State.BROKEN, "its library does not load: " + e.getMessage());
        }
    }
}
