// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.inference;

import static org.bytedeco.cuda.global.cudart.cudaMemcpyAsync;
import static org.bytedeco.cuda.global.cudart.cudaMemcpyDeviceToHost;
import static org.bytedeco.cuda.global.cudart.cudaMemcpyHostToDevice;
import static org.bytedeco.cuda.global.cudart.cudaStreamCreate;
import static org.bytedeco.cuda.global.cudart.cudaStreamDestroy;
import static org.bytedeco.cuda.global.cudart.cudaStreamSynchronize;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.tensorrt.global.nvinfer;
import org.bytedeco.tensorrt.nvinfer.Dims64;
import org.bytedeco.tensorrt.nvinfer.ICudaEngine;
import org.bytedeco.tensorrt.nvinfer.IExecutionContext;
import org.bytedeco.tensorrt.nvinfer.IRuntime;

/**
 * A model run by TensorRT on the first graphics card. Touched only after {@link GraphicsCard#hasDriver}. Safe for use by
 * several threads: they take turns, because one execution context runs one batch at a time.
 */
final class TensorRtModel implements Model {

    /** 3 frames a clip, 21 clips: what the analysers ask for at once at most. */
    static final int MOST_BATCH = 64;

    private final TensorRtEngines engines;
    private final IRuntime runtime;
    private final ICudaEngine engine;
    private final IExecutionContext context;
    private final CUstream_st stream = new CUstream_st();
    private final Map<String, CudaBuffer> buffers = new LinkedHashMap<>();
    private final List<TensorSpec> inputs = new ArrayList<>();
    private final List<TensorSpec> outputs = new ArrayList<>();

    private TensorRtModel(TensorRtEngines engines, IRuntime runtime, ICudaEngine engine) throws UnusableModel {
        this.engines = engines;
        this.runtime = runtime;
        this.engine = engine;
        this.context = engine.createExecutionContext();
        CudaBuffer.check(cudaStreamCreate(stream), "cudaStreamCreate");
        for (int i = 0; i < engine.getNbIOTensors(); i++) {
            addTensor(engine.getIOTensorName(i));
        }
        allocate();
    }

    /** Loads the engine of a model from the cache, or builds it first, which takes minutes. */
    static TensorRtModel open(Path file, Path cache) throws UnusableModel {
        var engines = new TensorRtEngines(cache);
        byte[] plan = engines.planFor(file);
        IRuntime runtime = nvinfer.createInferRuntime(engines.log());
        try (var bytes = new BytePointer(plan)) {
            ICudaEngine engine = runtime.deserializeCudaEngine(bytes, plan.length);
            if (engine == null || engine.isNull()) {
                throw new UnusableModel(
                        "The TensorRT engine of " + file.getFileName()
                                + " cannot be loaded. Empty the engine cache folder.",
                        null);
            }
            return new TensorRtModel(engines, runtime, engine);
        }
    }

    @Override
    public List<TensorSpec> inputs() {
        return List.copyOf(inputs);
    }

    @Override
    public List<TensorSpec> outputs() {
        return List.copyOf(outputs);
    }

    @Override
    public String engine() {
        return engines.describe();
    }

    @Override
    public synchronized Map<String, FloatTensor> run(Map<String, FloatTensor> given) throws UnusableModel {
        Model.check(inputs, given);
        for (TensorSpec spec : inputs) {
            FloatTensor tensor = Models.named(given, spec.name());
            if (tensor.shape().getFirst() > MOST_BATCH) {
                throw new IllegalArgumentException(
                        "batch: " + tensor.shape().getFirst() + " (expected: at most " + MOST_BATCH + ")");
            }
            CudaBuffer buffer = buffer(spec.name());
            buffer.host().position(0).put(tensor.values(), 0, tensor.values().length);
            long bytes = (long) tensor.values().length * Float.BYTES;
            CudaBuffer.check(
                    cudaMemcpyAsync(buffer.device(), buffer.host(), bytes, cudaMemcpyHostToDevice, stream), "upload");
            context.setInputShape(spec.name(), dims(tensor.shape()));
        }
        if (!context.enqueueV3(stream)) {
            throw new UnusableModel(
                    "TensorRT could not run the model: " + engines.log().lastError(), null);
        }
        return download();
    }

    private Map<String, FloatTensor> download() throws UnusableModel {
        Map<String, List<Long>> shapes = new LinkedHashMap<>();
        for (TensorSpec spec : outputs) {
            List<Long> shape = shape(context.getTensorShape(spec.name()));
            shapes.put(spec.name(), shape);
            CudaBuffer buffer = buffer(spec.name());
            long bytes = FloatTensor.count(shape) * Float.BYTES;
            CudaBuffer.check(
                    cudaMemcpyAsync(buffer.host(), buffer.device(), bytes, cudaMemcpyDeviceToHost, stream), "download");
        }
        CudaBuffer.check(cudaStreamSynchronize(stream), "inference");
        Map<String, FloatTensor> results = new LinkedHashMap<>();
        for (Map.Entry<String, List<Long>> output : shapes.entrySet()) {
            float[] values = new float[Math.toIntExact(FloatTensor.count(output.getValue()))];
            buffer(output.getKey()).host().position(0).get(values, 0, values.length);
            results.put(output.getKey(), new FloatTensor(output.getValue(), values));
        }
        return results;
    }

    @Override
    public synchronized void close() {
        buffers.values().forEach(CudaBuffer::close);
        buffers.clear();
        cudaStreamDestroy(stream);
        context.close();
        engine.close();
        runtime.close();
        engines.close();
    }

    private void addTensor(String tensor) throws UnusableModel {
        if (engine.getTensorDataType(tensor).intern() != nvinfer.DataType.kFLOAT) {
            throw new UnusableModel(
                    "\"" + tensor + "\" of the model is not float32. Export it with float32 inputs and outputs; "
                            + "FP16 inside is fine.",
                    null);
        }
        var spec = new TensorSpec(tensor, shape(engine.getTensorShape(tensor)));
        boolean input = engine.getTensorIOMode(tensor).intern() == nvinfer.TensorIOMode.kINPUT;
        (input ? inputs : outputs).add(spec);
    }

    /** Pinned host and device memory for the largest batch, so that running allocates nothing native. */
    private void allocate() throws UnusableModel {
        for (TensorSpec spec : inputs) {
            List<Long> largest = spec.shape().stream()
                    .map(side -> side < 0 ? MOST_BATCH : side)
                    .toList();
            context.setInputShape(spec.name(), dims(largest));
            addBuffer(spec.name(), FloatTensor.count(largest));
        }
        for (TensorSpec spec : outputs) {
            addBuffer(spec.name(), FloatTensor.count(shape(context.getTensorShape(spec.name()))));
        }
    }

    private void addBuffer(String tensor, long count) throws UnusableModel {
        CudaBuffer buffer = CudaBuffer.allocate(count);
        buffers.put(tensor, buffer);
        context.setTensorAddress(tensor, buffer.device());
    }

    private CudaBuffer buffer(String tensor) {
        CudaBuffer buffer = buffers.get(tensor);
        if (buffer == null) {
            throw new IllegalStateException("the model is closed");
        }
        return buffer;
    }

    static Dims64 dims(List<Long> shape) {
        var dims = new Dims64();
        dims.nbDims(shape.size());
        for (int i = 0; i < shape.size(); i++) {
            dims.d(i, shape.get(i));
        }
        return dims;
    }

    static List<Long> shape(Dims64 dims) {
        List<Long> shape = new ArrayList<>();
        for (int i = 0; i < dims.nbDims(); i++) {
            shape.add(dims.d(i));
        }
        return shape;
    }
}
