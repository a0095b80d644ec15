// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.render;

import dev.rushes.server.project.Shape;

/** Sizes of the picture. */
public enum Resolution {
    FULL_VERTICAL(1080, 1920),
    FULL_SQUARE(1080, 1080),
    FULL_LANDSCAPE(1920, 1080),
    ULTRA_VERTICAL(2160, 3840);

    private final int width;
    private final int height;

    Resolution(int width, int height) {
        this.width = width;
        this.height = height;
    }

    /** Returns what a job's shape is rendered at if nothing else is asked for. */
    public static Resolution of(Shape shape) {
        return switch (shape) {
            case VERTICAL -> FULL_VERTICAL;
            case SQUARE -> FULL_SQUARE;
            case LANDSCAPE -> FULL_LANDSCAPE;
        };
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** Returns how many pixels a picture has. */
    public long pixels() {
        return (long) width * height;
    }
}
