// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.inference;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model run by ONNX Runtime on the processor, with one thread, because the worker already runs one clip a core. Safe for
 * use by several threads.
 */
public final class OnnxModel implements Model {

    private final OrtSession session;
    private final List<TensorSpec> inputs;
    private final List<TensorSpec> outputs;

    private OnnxModel(OrtSession session) throws OrtException, UnusableModel {
        this.session = session;
        this.inputs = specs(session.getInputInfo());
        this.outputs = specs(session.getOutputInfo());
    }

    /** Loads a model. Nothing is sent anywhere: telemetry is switched off. */
    public static OnnxModel open(Path file) throws UnusableModel {
        Models.checkReadable(file);
        try (var options = new OrtSession.SessionOptions()) {
            OrtEnvironment.getEnvironment().setTelemetry(false);
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            OrtSession session = OrtEnvironment.getEnvironment().createSession(file.toString(), options);
            try {
                return new OnnxModel(session);
            } catch (OrtException | UnusableModel e) {
                session.close();
                throw e;
            }
        } catch (OrtException e) {
            throw new UnusableModel(
                    "The model " + file.getFileName() + " is not a readable ONNX file: export it again ("
                            + e.getMessage() + ")",
                    e);
        }
    }

    @Override
    public List<TensorSpec> inputs() {
        return inputs;
    }

    @Override
    public List<TensorSpec> outputs() {
        return outputs;
    }

    @Override
    public String engine() {
        return "ONNX Runtime " + OrtEnvironment.getEnvironment().getVersion() + " on the processor";
    }

    @Override
    public Map<String, FloatTensor> run(Map<String, FloatTensor> given) throws UnusableModel {
        Model.check(inputs, given);
        Map<String, OnnxTensor> feed = new LinkedHashMap<>();
        try {
            for (TensorSpec spec : inputs) {
                FloatTensor tensor = Models.named(given, spec.name());
                long[] shape =
                        tensor.shape().stream().mapToLong(Long::longValue).toArray();
                feed.put(
                        spec.name(),
                        OnnxTensor.createTensor(
                                OrtEnvironment.getEnvironment(), FloatBuffer.wrap(tensor.values()), shape));
            }
            try (OrtSession.Result result = session.run(feed)) {
                return read(result);
            }
        } catch (OrtException e) {
            throw new UnusableModel("ONNX Runtime failed: " + e.getMessage(), e);
        } finally {
            feed.values().forEach(OnnxTensor::close);
        }
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("closing the ONNX session", e);
        }
    }

    private static Map<String, FloatTensor> read(OrtSession.Result result) {
        Map<String, FloatTensor> tensors = new LinkedHashMap<>();
        result.forEach(entry -> {
            OnnxTensor tensor = (OnnxTensor) entry.getValue();
            FloatBuffer buffer = tensor.getFloatBuffer();
            float[] values = new float[buffer.remaining()];
            buffer.get(values);
            tensors.put(entry.getKey(), FloatTensor.of(values, tensor.getInfo().getShape()));
        });
        return tensors;
    }

    private static List<TensorSpec> specs(Map<String, NodeInfo> nodes) throws UnusableModel {
        List<TensorSpec> specs = new ArrayList<>();
        for (Map.Entry<String, NodeInfo> node : nodes.entrySet()) {
            if (!(node.getValue().getInfo() instanceof TensorInfo info) || info.type != OnnxJavaType.FLOAT) {
                throw new UnusableModel(
                        "\"" + node.getKey() + "\" of the model is "
                                + node.getValue().getInfo()
                                + " (expected: a float32 tensor). Export it with float32 inputs and outputs.",
                        null);
            }
            specs.add(new TensorSpec(
                    node.getKey(), Arrays.stream(info.getShape()).boxed().toList()));
        }
        return List.copyOf(specs);
    }
}
