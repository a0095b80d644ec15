// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.timeline;

/**
 * How one shot becomes the next. A dissolve or whip is centred on the cut point and moves no cut point:
 *
 * <pre>
 *   out  ------------|~~~       outHandle: frames of the outgoing clip shown after the cut point
 *   in            ~~~|------    inHandle:  frames of the incoming clip shown before the cut point
 * </pre>
 *
 * @param fromShotId outgoing shot
 * @param toShotId incoming shot
 * @param kind what is rendered
 * @param beatIndex beat of the excerpt the cut point is on, zero-based; -1 when not on a beat
 * @param outHandle frames; 0 for a hard cut
 * @param inHandle frames; 0 for a hard cut
 */
public record Transition(
        String fromShotId, String toShotId, TransitionKind kind, int beatIndex, long outHandle, long inHandle) {

    public boolean isAtBeat() {
        return beatIndex >= 0;
    }
}
