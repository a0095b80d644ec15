// SPDX-License-Identifier: Apache-2.0
package dev.rushes.wire;

import com.google.protobuf.Empty;
import dev.rushes.editorial.edit.Edit;
import dev.rushes.editorial.music.GridCorrection;

/** Converts what people say about the beats of a song. */
public final class BeatRepairWire {
    private static final double MOST_NUDGE_SECONDS = 1;

    private BeatRepairWire() {}

    static dev.rushes.api.v1.Edit.RepairBeats toProto(Edit.RepairBeats repair) {
        var message = dev.rushes.api.v1.Edit.RepairBeats.newBuilder()
                .setSong(MusicWire.toProto(repair.song()))
                .setOffBeatCutCount(repair.offBeatCuts());
        switch (repair.correction()) {
            case GridCorrection.Doubled doubled -> message.setDoubled(Empty.getDefaultInstance());
            case GridCorrection.Halved halved -> message.setHalved(Empty.getDefaultInstance());
            case GridCorrection.Tapped taps -> message.getTapsBuilder().addAllOffsets(taps.seconds());
            case GridCorrection.Nudged nudge -> message.setNudge(nudge.seconds());
            case GridCorrection.DownbeatSet bar -> message.setDownbeatOffset(bar.seconds());
        }
        repair.moved()
                .forEach(moved -> message.addMovedShotsBuilder()
                        .setShotId(moved.shotId())
                        .setSourceRange(TimeWire.toProto(moved.source())));
        return message.build();
    }

    /** Reads what is wrong; refuses none, fewer than two taps, taps out of order and times out of range. */
    public static GridCorrection fromProto(dev.rushes.api.v1.Edit.RepairBeats repair) {
        return switch (repair.getCorrectionCase()) {
            case DOUBLED -> new GridCorrection.Doubled();
            case HALVED -> new GridCorrection.Halved();
            case TAPS -> new GridCorrection.Tapped(repair.getTaps().getOffsetsList());
            case NUDGE -> new GridCorrection.Nudged(nudge(repair.getNudge()));
            case DOWNBEAT_OFFSET -> new GridCorrection.DownbeatSet(downbeat(repair.getDownbeatOffset()));
            case CORRECTION_NOT_SET ->
                throw new IllegalArgumentException(
                        "correction: none (expected: doubled, halved, taps, nudge or downbeat_offset)");
        };
    }

    private static double nudge(double seconds) {
        if (!(Math.abs(seconds) <= MOST_NUDGE_SECONDS)) {
            throw new IllegalArgumentException("nudge: " + seconds + " (expected: seconds, -1 to 1)");
        }
        return seconds;
    }

    private static double downbeat(double seconds) {
        if (!(seconds >= 0 && Double.isFinite(seconds))) {
            throw new IllegalArgumentException(
                    "downbeat_offset: " + seconds + " (expected: seconds from the start of the song)");
        }
        return seconds;
    }
}
