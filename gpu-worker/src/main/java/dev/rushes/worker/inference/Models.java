// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.inference;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens model files with the fastest engine of this machine. */
public final class Models {

    private static final Logger LOG = LoggerFactory.getLogger(Models.class);

    private final Path engineCache;

    /** @param engineCache folder where built TensorRT engines are kept */
    public Models(Path engineCache) {
        this.engineCache = engineCache;
    }

    /** Opens a model on the graphics card if there is a usable one, else on the processor. */
    public Model open(Path file) throws UnusableModel {
        checkReadable(file);
        if (GraphicsCard.hasDriver()) {
            try {
                return TensorRtModel.open(file, engineCache);
            } catch (UnusableModel | LinkageError e) {
                LOG.warn("TensorRT cannot run {}; the processor does it", file.getFileName(), e);
            }
        }
        return OnnxModel.open(file);
    }

    static void checkReadable(Path file) throws UnusableModel {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new UnusableModel("There is no readable model file " + file + ". Check the configured path.", null);
        }
    }

    /** Returns a tensor that {@link Model#check} has seen. */
    static FloatTensor named(Map<String, FloatTensor> tensors, String name) {
        FloatTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("input \"" + name + "\" is missing");
        }
        return tensor;
    }
}
