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
public final class TinyOnnx {

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

    /** Returns a model of one logit a frame: {@code logits = mean over the last side of mel}, times four, minus four. */
    public static byte[] meanOfBands(int frames, int bands) {
        byte[] axes = message(out -> {
            out.writeString(1, "axes");
            out.writeInt64(8, 2);
            out.writeInt32(20, 7);
        });
        byte[] keep = message(out -> {
            out.writeString(1, "keepdims");
            out.writeInt64(3, 0);
            out.writeInt32(20, 2);
        });
        byte[] mean = message(out -> {
            out.writeString(1, "mel");
            out.writeString(2, "mean");
            out.writeString(4, "ReduceMean");
            out.writeByteArray(5, axes);
            out.writeByteArray(5, keep);
        });
        byte[] graph = message(out -> {
            out.writeByteArray(1, mean);
            out.writeByteArray(1, node("Mul", "mean", "four", "scaled"));
            out.writeByteArray(1, node("Sub", "scaled", "four", "logits"));
            out.writeString(2, "tiny beats");
            out.writeByteArray(5, number("four", 4));
            out.writeByteArray(11, fixed("mel", FLOAT, 1, frames, bands));
            out.writeByteArray(12, fixed("logits", FLOAT, 1, frames));
        });
        byte[] operators = message(out -> out.writeInt64(2, 13));
        return message(out -> {
            out.writeInt64(1, 8);
            out.writeByteArray(7, graph);
            out.writeByteArray(8, operators);
        });
    }

    private static byte[] node(String operator, String left, String right, String result) {
        return message(out -> {
            out.writeString(1, left);
            out.writeString(1, right);
            out.writeString(2, result);
            out.writeString(4, operator);
        });
    }

    private static byte[] number(String name, float value) {
        return message(out -> {
            out.writeInt64(1, 1);
            out.writeInt32(2, FLOAT);
            out.writeFloat(4, value);
            out.writeString(8, name);
        });
    }

    /** A ValueInfoProto of a fixed shape. */
    private static byte[] fixed(String name, int type, int first, int... others) {
        byte[] shape = message(out -> {
            out.writeByteArray(1, message(side -> side.writeInt64(1, first)));
            for (int other : others) {
                out.writeByteArray(1, message(side -> side.writeInt64(1, other)));
            }
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
