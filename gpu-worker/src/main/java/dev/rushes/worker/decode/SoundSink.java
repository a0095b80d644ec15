// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.decode;

/** Takes sound piece by piece as it is decoded. */
@FunctionalInterface
public interface SoundSink {

    /**
     * Takes the next piece.
     *
     * @param samples mono, -1..1; borrowed until this returns
     * @param count so many of them, from the first on
     */
    void accept(float[] samples, int count);
}
