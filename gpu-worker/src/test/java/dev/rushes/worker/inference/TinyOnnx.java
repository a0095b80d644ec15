// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.inference;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Writes the smallest useful ONNX file by hand: {@code sum = x + w} for x of shape [batch, 3]. Field numbers are those of
 * onnx.proto3.
 */
final class TinyOnnx {

    private static final int FLOAT = 1;
    private static final int INT64 = 7;

    private TinyOnnx() {}

    /** Returns a model that adds the weights to each row. */
    static byte[] add(float... weights) {
        return model(FLOAT, weights);
    }

    /** Returns a model whose input is not float32. */
    static byte[] withIntegerInput() {
        return model(INT64, new float[] {1, 2, 3});
    }

    private static byte[] model(int inputType, float[] weights) {
        byte[] node = message(out -> {
            out.writeString(1, inputType == FLOAT ? "x" : "w");
            out.writeString(1, "w");
            out.writeString(2, "sum");
            out.writeString(4, "Add");
        });
        byte[] weight = message(out -> {
            out.writeInt64(1, weights.length);
            out.writeInt32(2, FLOAT);
            for (float value : weights) {
                out.writeFloat(4, value);
            }
            out.writeString(8, "w");
        });
        byte[] graph = message(out -> {
            out.writeByteArray(1, node);
            out.writeString(2, "tiny");
            out.writeByteArray(5, weight);
            out.writeByteArray(11, value("x", inputType, weights.length));
            out.writeByteArray(12, value("sum", FLOAT, weights.length));
        });
        byte[] operators = message(out -> out.writeInt64(2, 13));
        return message(out -> {
            out.writeInt64(1, 8);
            out.writeByteArray(7, graph);
            out.writeByteArray(8, operators);
        });
    }

    /** A ValueInfoProto of shape [batch, width]. */
    private static byte[] value(String name, int type, int width) {
        byte[] batch = message(out -> out.writeString(2, "batch"));
        byte[] side = message(out -> out.writeInt64(1, width));
        byte[] shape = message(out -> {
            out.writeByteArray(1, batch);
            out.writeByteArray(1, side);
        });
        byte[] tensor = message(out -> {
            out.writeInt32(1, type);
            out.writeByteArray(2, shape);
        });
        byte[] typeProto = message(out -> out.writeByteArray(1, tensor));
        return message(out -> {
            out.writeString(1, name);
            out.writeByteArray(2, typeProto);
        });
    }

    private interface Body {
        void writeTo(CodedOutputStream out) throws IOException;
    }

    private static byte[] message(Body body) {
        var bytes = new ByteArrayOutputStream();
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            body.writeTo(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
