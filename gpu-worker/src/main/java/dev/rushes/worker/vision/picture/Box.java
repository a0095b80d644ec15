// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.picture;

/**
 * A rectangle in shares of the picture, 0..1.
 *
 * @param left left edge
 * @param top top edge
 * @param width width
 * @param height height
 */
public record Box(double left, double top, double width, double height) {

    /** Returns the share of the picture that the box covers, if it lies inside. */
    public double area() {
        return width * height;
    }

    double centerX() {
        return left + width / 2;
    }

    double centerY() {
        return top + height / 2;
    }

    /** Returns the smallest box around both. */
    Box with(Box other) {
        double x = Math.min(left, other.left);
        double y = Math.min(top, other.top);
        double right = Math.max(left + width, other.left + other.width);
        double bottom = Math.max(top + height, other.top + other.height);
        return new Box(x, y, right - x, bottom - y);
    }

    /** Returns the part inside the picture. */
    public Box clipped() {
        double x = Math.clamp(left, 0, 1);
        double y = Math.clamp(top, 0, 1);
        return new Box(x, y, Math.clamp(left + width, x, 1) - x, Math.clamp(top + height, y, 1) - y);
    }
}
