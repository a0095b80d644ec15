// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import dev.rushes.api.v1.Shot;
import dev.rushes.api.v1.Timeline;
import dev.rushes.api.worker.v1.CandidateClip;
import dev.rushes.api.worker.v1.OptimizeSequenceRequest;
import dev.rushes.testkit.sample.Samples;
import dev.rushes.wire.TimelineWire;

/** What {@link FakeWorker} chooses. */
final class FakeCut {
    private FakeCut() {}

    /** The sample cut of the clips that may be used, with each locked shot in the place of the one that stands there. */
    static Timeline of(OptimizeSequenceRequest request) {
        var timeline = TimelineWire.toProto(Samples.timeline(
                        request.getFrameCount(),
                        request.getClipsList().stream()
                                .map(CandidateClip::getMediaId)
                                .filter(id -> !request.getAvoidedMediaIdsList().contains(id))
                                .toList()))
                .toBuilder();
        for (Shot locked : request.getLockedShotsList()) {
            for (int i = 0; i < timeline.getShotsCount(); i++) {
                if (timeline.getShots(i).getRecordRange().equals(locked.getRecordRange())) {
                    String replaced = timeline.getShots(i).getShotId();
                    timeline.setShots(i, locked);
                    timeline.getTransitionsBuilderList().forEach(transition -> {
                        if (transition.getFromShotId().equals(replaced)) {
                            transition.setFromShotId(locked.getShotId());
                        }
                        if (transition.getToShotId().equals(replaced)) {
                            transition.setToShotId(locked.getShotId());
                        }
                    });
                }
            }
        }
        return timeline.build();
    }
}
