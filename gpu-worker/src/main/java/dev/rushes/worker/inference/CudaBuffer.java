// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.inference;

import static org.bytedeco.cuda.global.cudart.cudaFree;
import static org.bytedeco.cuda.global.cudart.cudaFreeHost;
import static org.bytedeco.cuda.global.cudart.cudaMalloc;
import static org.bytedeco.cuda.global.cudart.cudaMallocHost;

import org.bytedeco.javacpp.FloatPointer;

/** The same floats twice: in pinned memory of this machine and on the graphics card. Used by one thread at a time. */
final class CudaBuffer implements AutoCloseable {

    private final FloatPointer host = new FloatPointer();
    private final FloatPointer device = new FloatPointer();

    private CudaBuffer() {}

    static CudaBuffer allocate(long count) throws UnusableModel {
        var buffer = new CudaBuffer();
        check(cudaMallocHost(buffer.host, count * Float.BYTES), "cudaMallocHost");
        check(cudaMalloc(buffer.device, count * Float.BYTES), "cudaMalloc");
        buffer.host.capacity(count);
        buffer.device.capacity(count);
        return buffer;
    }

    FloatPointer host() {
        return host;
    }

    FloatPointer device() {
        return device;
    }

    /** Throws if a CUDA call did not return success. */
    static void check(int status, String call) throws UnusableModel {
        if (status != 0) {
            throw new UnusableModel("The graphics card failed: CUDA error " + status + " in " + call, null);
        }
    }

    @Override
    public void close() {
        cudaFreeHost(host);
        cudaFree(device);
    }
}
