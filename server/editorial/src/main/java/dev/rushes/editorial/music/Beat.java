// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.music;

/**
 * One beat.
 *
 * @param seconds time in the song
 * @param barPosition 1 on a downbeat, counting up through the bar; 0 if bars are not known
 */
public record Beat(double seconds, int barPosition) {

    public boolean isDownbeat() {
        return barPosition == 1;
    }
}
