// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.decode;

import java.util.Locale;

/** Which key frames of a file are decoded when a few are enough. */
final class KeyFrames {

    /** Measured: on 20 clips of 6 s three pictures give the same size and angle as six (W-108). */
    private static final double SECONDS_EACH = 2;

    private static final int MOST = 8;

    /** So much of a part before it begins a key frame counts as in it: at one a second many lie on the very edge. */
    private static final double EARLY = 0.05;

    private KeyFrames() {}

    /**
     * Returns how many are wanted.
     *
     * @param announcedSeconds duration the container states, 0 if it does not
     */
    static int wanted(double announcedSeconds) {
        return announcedSeconds > 0 ? (int) Math.clamp(Math.ceil(announcedSeconds / SECONDS_EACH), 2, MOST) : MOST;
    }

    /**
     * Returns a bitstream filter that lets pass the first key frame of each of as many equal parts of the file as are
     * {@link #wanted}, before any decoding: FFmpeg's filter of noise, which here makes none but drops.
     *
     * <pre>
     *   key frames   |   |   |   |   |   |     one a second, three parts
     *   parts        [-------[-------[-------
     *   pass         |       |       |
     * </pre>
     */
    static String filter(double announcedSeconds) {
        double perSecond = announcedSeconds > 0 ? wanted(announcedSeconds) / announcedSeconds : 1 / SECONDS_EACH;
        String part = String.format(Locale.ROOT, "floor((dts-startdts)*tb*%.9f+%.2f)", perSecond, EARLY);
        // Variable 0 is the first part that has none yet. Packets without a time pass as they come.
        return "noise=drop='if(key*(eq(dts\\,nopts)+gte(" + part + "\\,ld(0)))\\,st(0\\," + part + "+1)*0\\,1)'";
    }
}
