// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.picture;

/** Measures how unsharp a picture is. Not for use by several threads. */
public interface BlurMeter {

    /** Returns 0 (sharp) .. 1 (blurred), or NaN if the picture has no texture to judge by. */
    double measure(Picture picture);
}
