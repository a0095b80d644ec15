// SPDX-License-Identifier: Apache-2.0
package dev.rushes.testkit.demo;

/**
 * One clip of the shoot and the truth about it.
 *
 * @param name file name without extension
 * @param format size and rate of the file
 * @param seconds length
 * @param palette colours
 * @param subject what is shown
 * @param framing documented words: shot size and angle
 * @param camera how it is shown
 * @param flaw what is wrong with it
 */
record ClipScript(
        String name,
        Format format,
        double seconds,
        Palette palette,
        Subject subject,
        Framing framing,
        CameraPath camera,
        Flaw flaw) {

    /**
     * @param width pixels
     * @param height pixels
     * @param fps whole frames a second
     */
    record Format(int width, int height, int fps) {
        static final Format PORTRAIT = new Format(720, 1280, 30);
        static final Format PORTRAIT_24 = new Format(720, 1280, 24);
        static final Format LANDSCAPE = new Format(1280, 720, 30);
    }

    /**
     * @param shotType close_up, medium, wide or zoom
     * @param angle front, side or overhead
     */
    record Framing(String shotType, String angle) {}

    /** What is shown. */
    enum Subject {
        DRESS_FRONT,
        DRESS_SIDE,
        COAT_FRONT,
        COAT_SIDE,
        SNEAKER,
        BAG,
        BOTTLE,
        FLAT_LAY
    }

    /** What is wrong with a clip. */
    enum Flaw {
        NONE,
        BLURRED,
        DARK,
        SHAKY
    }

    int frameCount() {
        return (int) Math.round(seconds * format.fps());
    }
}
