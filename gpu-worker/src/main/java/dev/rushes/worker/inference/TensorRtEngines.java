// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.inference;

import static org.bytedeco.cuda.global.cudart.cudaGetDeviceCount;
import static org.bytedeco.cuda.global.cudart.cudaGetDeviceProperties;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.bytedeco.cuda.cudart.cudaDeviceProp;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.tensorrt.global.nvinfer;
import org.bytedeco.tensorrt.global.nvonnxparser;
import org.bytedeco.tensorrt.nvinfer.IBuilder;
import org.bytedeco.tensorrt.nvinfer.IBuilderConfig;
import org.bytedeco.tensorrt.nvinfer.IHostMemory;
import org.bytedeco.tensorrt.nvinfer.ILogger;
import org.bytedeco.tensorrt.nvinfer.INetworkDefinition;
import org.bytedeco.tensorrt.nvinfer.IOptimizationProfile;
import org.bytedeco.tensorrt.nvonnxparser.IParser;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds TensorRT engines from ONNX files and keeps them. An engine fits one model, one TensorRT version and one kind of
 * card, so these three make its file name. Networks are strongly typed: the model's own precision is used as it is.
 */
final class TensorRtEngines implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TensorRtEngines.class);

    private static final String VERSION =
            nvinfer.NV_TENSORRT_MAJOR + "." + nvinfer.NV_TENSORRT_MINOR + "." + nvinfer.NV_TENSORRT_PATCH;

    private final Path cache;
    private final Log log;
    private final String card;

    TensorRtEngines(Path cache) throws UnusableModel {
        this.cache = cache;
        this.card = firstCard();
        this.log = new Log();
    }

    Log log() {
        return log;
    }

    @Override
    public void close() {
        log.close();
    }

    String describe() {
        return "TensorRT " + VERSION + " on " + card;
    }

    /** Returns the serialized engine of a model. */
    byte[] planFor(Path model) throws UnusableModel {
        try {
            byte[] onnx = Files.readAllBytes(model);
            Path file = cache.resolve(
                    sha256(onnx) + "-trt" + VERSION + "-" + card.replaceAll("[^A-Za-z0-9]+", "_") + ".engine");
            if (Files.isReadable(file)) {
                return Files.readAllBytes(file);
            }
            LOG.info("building the TensorRT engine of {}; this happens once and takes minutes", model.getFileName());
            byte[] plan = build(onnx, model.getFileName().toString());
            Files.createDirectories(cache);
            Path part = Files.createTempFile(cache, "engine", ".part");
            Files.write(part, plan);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            return plan;
        } catch (IOException e) {
            throw new UnusableModel("The model or the engine cache " + cache + " cannot be used: " + e.getMessage(), e);
        }
    }

    private byte[] build(byte[] onnx, String name) throws UnusableModel {
        try (IBuilder builder = nvinfer.createInferBuilder(log)) {
            if (builder == null || builder.isNull()) {
                throw new UnusableModel("TensorRT could not start: " + log.lastError(), null);
            }
            int stronglyTyped = 1 << nvinfer.NetworkDefinitionCreationFlag.kSTRONGLY_TYPED.value;
            try (INetworkDefinition network = builder.createNetworkV2(stronglyTyped);
                    IParser parser = nvonnxparser.createParser(network, log);
                    IBuilderConfig config = builder.createBuilderConfig();
                    var bytes = new BytePointer(onnx)) {
                if (!parser.parse(bytes, onnx.length)) {
                    throw new UnusableModel(
                            "TensorRT cannot read " + name + ": "
                                    + (parser.getNbErrors() > 0
                                            ? parser.getError(0).desc()
                                            : log.lastError()),
                            null);
                }
                addProfile(builder, network, config);
                try (IHostMemory plan = builder.buildSerializedNetwork(network, config)) {
                    if (plan == null || plan.isNull()) {
                        throw new UnusableModel("TensorRT cannot build " + name + ": " + log.lastError(), null);
                    }
                    byte[] result = new byte[Math.toIntExact(plan.size())];
                    new BytePointer(plan.data()).capacity(result.length).get(result);
                    return result;
                }
            }
        }
    }

    /** Batches from 1 to the largest, tuned for half of it. */
    private static void addProfile(IBuilder builder, INetworkDefinition network, IBuilderConfig config)
            throws UnusableModel {
        IOptimizationProfile profile = builder.createOptimizationProfile();
        for (int i = 0; i < network.getNbInputs(); i++) {
            String input = network.getInput(i).getName();
            List<Long> shape = TensorRtModel.shape(network.getInput(i).getDimensions());
            if (shape.stream().skip(1).anyMatch(side -> side < 0)) {
                throw new UnusableModel(
                        "Input \"" + input + "\" has shape " + shape
                                + "; only the batch may vary. Export it with fixed sides.",
                        null);
            }
            profile.setDimensions(input, nvinfer.OptProfileSelector.kMIN, TensorRtModel.dims(batch(shape, 1)));
            profile.setDimensions(
                    input,
                    nvinfer.OptProfileSelector.kOPT,
                    TensorRtModel.dims(batch(shape, TensorRtModel.MOST_BATCH / 2)));
            profile.setDimensions(
                    input, nvinfer.OptProfileSelector.kMAX, TensorRtModel.dims(batch(shape, TensorRtModel.MOST_BATCH)));
        }
        config.addOptimizationProfile(profile);
    }

    private static List<Long> batch(List<Long> shape, long batch) {
        return shape.stream().map(side -> side < 0 ? batch : side).toList();
    }

    private static String firstCard() throws UnusableModel {
        int[] count = new int[1];
        CudaBuffer.check(cudaGetDeviceCount(count), "cudaGetDeviceCount");
        if (count[0] == 0) {
            throw new UnusableModel("There is a driver but no graphics card.", null);
        }
        try (var properties = new cudaDeviceProp()) {
            CudaBuffer.check(cudaGetDeviceProperties(properties, 0), "cudaGetDeviceProperties");
            return properties.name().getString() + " sm" + properties.major() + properties.minor();
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Passes TensorRT's messages to our log and remembers the last error. */
    static final class Log extends ILogger {

        private volatile String lastError = "no reason given";

        String lastError() {
            return lastError;
        }

        @Override
        public void log(ILogger.Severity severity, String message) {
            switch (severity.intern()) {
                case kINTERNAL_ERROR, kERROR -> {
                    lastError = message;
                    LOG.error("TensorRT: {}", message);
                }
                case kWARNING -> LOG.warn("TensorRT: {}", message);
                default -> LOG.debug("TensorRT: {}", message);
            }
        }
    }
}
