// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.footage;

/**
 * Where the subject is at one moment, in shares of the shown frame.
 *
 * @param seconds time in the clip
 * @param left left edge, 0..1 of the width
 * @param top top edge, 0..1 of the height
 * @param width 0..1
 * @param height 0..1
 */
public record SubjectBox(double seconds, double left, double top, double width, double height) {

    public double centerX() {
        return left + width / 2;
    }

    public double centerY() {
        return top + height / 2;
    }
}
