// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.project;

/** The shape of the finished video. */
public enum Shape {
    VERTICAL(9.0 / 16),
    SQUARE(1),
    LANDSCAPE(16.0 / 9);

    private final double aspect;

    Shape(double aspect) {
        this.aspect = aspect;
    }

    /** Width by height. */
    public double aspect() {
        return aspect;
    }
}
