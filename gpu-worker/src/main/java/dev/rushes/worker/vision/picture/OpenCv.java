// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.picture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.global.opencv_core;

/** Loads OpenCV once, on one thread each call, and unpacks its cascades. It only ever sees raw pictures, never a file. */
public final class OpenCv {

    private static final String CASCADES = "/org/bytedeco/opencv/%s/share/opencv4/haarcascades/%s.xml";

    private OpenCv() {}

    /** Loads the libraries; cheap after the first call. */
    public static void load() {
        Loaded.READY.run();
    }

    /** Returns an unpacked cascade, for example "haarcascade_frontalface_alt2". */
    public static Path cascade(String name) {
        String resource = CASCADES.formatted(Loader.getPlatform(), name);
        try {
            java.io.File file = Loader.cacheResource(OpenCv.class, resource);
            if (file == null) {
                throw new IllegalStateException("OpenCV's file " + resource + " is not on the class path; add"
                        + " org.bytedeco:opencv with the classifier of this platform");
            }
            return file.toPath();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unpack " + resource + " to JavaCPP's cache folder", e);
        }
    }

    private static final class Loaded {
        static final Runnable READY = () -> {};

        static {
            Loader.load(opencv_core.class);
            opencv_core.setNumThreads(1); // the worker runs one analysis per core
        }

        private Loaded() {}
    }
}
