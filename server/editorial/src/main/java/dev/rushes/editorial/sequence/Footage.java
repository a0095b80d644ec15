// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.sequence;

import dev.rushes.editorial.footage.ClipFeatures;
import dev.rushes.editorial.footage.SameMoment;
import dev.rushes.editorial.footage.UsableWindow;
import dev.rushes.editorial.reframe.CropFit;
import dev.rushes.editorial.style.StyleProfile;
import dev.rushes.editorial.time.FrameRange;
import dev.rushes.editorial.time.FrameRate;
import dev.rushes.editorial.timeline.Shot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The candidates as takes: what may be shown of each clip, what looks alike, and what the style finds too bad. */
final class Footage {

    /** Frames left unused at the very end of a clip, where decoders may find one frame less than promised (measured on phone files). */
    static final int END_MARGIN = 3;

    /** Hashes of 64 bits closer than this look alike (taste; unrelated pictures differ in about 32 bits). */
    private static final int ALIKE_BITS = 8;
    /** Clips up to which every pair is also compared by sound alone: 2 ms a thousand pairs of six seconds, and people wait. */
    private static final int MOST_BY_SOUND = 60;

    private final SequenceRequest request;
    private final FrameRate rate;
    private final List<Candidate> candidates = new ArrayList<>();
    private final Map<String, Integer> clusters = new HashMap<>();
    private final List<Take> clips = new ArrayList<>();

    Footage(SequenceRequest request) {
        this.request = request;
        this.rate = request.frameRate();
        Set<String> seen = new HashSet<>();
        for (Candidate candidate : request.candidates()) {
            if (seen.add(candidate.clipId())) {
                candidates.add(candidate);
            }
        }
        cluster();
        for (Candidate candidate : candidates) {
            if (!candidate.features().isUsable() || request.avoidedClipIds().contains(candidate.clipId())) {
                continue;
            }
            Take take = take(candidate);
            if (take.windows().isEmpty()) {
                continue;
            }
            clips.add(take);
        }
    }

    private Take take(Candidate candidate) {
        ClipFeatures features = candidate.features();
        long clipEnd = clipFrames(features, rate) - END_MARGIN;
        List<Take.Window> windows = new ArrayList<>();
        for (UsableWindow window : features.usableWindows()) {
            long start = (long) Math.ceil(window.start() * rate.framesPerSecond() - 1e-6);
            long end = Math.min(clipEnd, (long) Math.floor(window.end() * rate.framesPerSecond() + 1e-6));
            if (end > start) {
                windows.add(new Take.Window(FrameRange.between(start, end), window.quality()));
            }
        }
        return new Take(
                candidate.clipId(),
                candidate.fileName(),
                features,
                windows,
                new MotionMean(features),
                CropFit.of(features, request.outputAspect()),
                StyleTerms.bucket(
                        features.framing().shotType(), features.framing().angle()),
                clusters.getOrDefault(candidate.clipId(), -1),
                null);
    }

    /** Returns the frames of a clip on the timeline's rate. */
    static long clipFrames(ClipFeatures features, FrameRate rate) {
        return (long) Math.floor(features.durationSeconds() * rate.framesPerSecond() + 1e-6);
    }

    /** Joins clips that show one moment, and clips of one framing whose hashes are close. */
    private void cluster() {
        int[] parent = new int[candidates.size()];
        List<SameMoment> moments = new ArrayList<>();
        boolean bySound = candidates.size() <= MOST_BY_SOUND;
        for (int i = 0; i < parent.length; i++) {
            parent[i] = i;
            ClipFeatures one = candidates.get(i).features();
            moments.add(SameMoment.of(one.takeSignature()));
            for (int j = 0; j < i; j++) {
                if (root(parent, i) != root(parent, j)
                        && (isAlike(one, candidates.get(j).features())
                                || moments.get(i).isThatOf(moments.get(j), bySound))) {
                    parent[root(parent, i)] = root(parent, j);
                }
            }
        }
        for (int i = 0; i < parent.length; i++) {
            clusters.put(candidates.get(i).clipId(), root(parent, i));
        }
    }

    private static boolean isAlike(ClipFeatures one, ClipFeatures other) {
        return one.lookHash() != 0
                && other.lookHash() != 0
                && one.framing().shotType() == other.framing().shotType()
                && one.framing().angle() == other.framing().angle()
                && Long.bitCount(one.lookHash() ^ other.lookHash()) < ALIKE_BITS;
    }

    private static int root(int[] parent, int index) {
        int at = index;
        while (parent[at] != at) {
            at = parent[at];
        }
        return at;
    }

    /** Tells whether a clip meets the style's thresholds. */
    boolean isGood(Take take) {
        ClipFeatures features = take.features();
        StyleProfile.QualityThresholds limits = request.style().quality();
        return features != null
                && features.quality().visual() >= limits.minVisualQuality()
                && features.quality().blur() <= limits.maxMotionBlur()
                && features.quality().exposure() >= limits.minExposure()
                && features.quality().exposure() <= limits.maxExposure();
    }

    /** Returns every clip that can be shown and is not avoided. */
    List<Take> clips() {
        return List.copyOf(clips);
    }

    /** Returns the candidates, each clip once. */
    List<Candidate> candidates() {
        return List.copyOf(candidates);
    }

    /** Returns a locked shot as a take. */
    Take locked(Shot shot, int number) {
        for (Candidate candidate : candidates) {
            if (candidate.clipId().equals(shot.clipId())) {
                return lockedTake(shot, candidate.features(), clusters.getOrDefault(shot.clipId(), -1));
            }
        }
        return lockedTake(shot, null, -2 - number);
    }

    private static Take lockedTake(Shot shot, @Nullable ClipFeatures features, int cluster) {
        return new Take(
                shot.clipId(),
                shot.fileName(),
                features,
                List.of(),
                MotionMean.NONE,
                CropFit.NONE,
                StyleTerms.bucket(shot.metadata().shotType(), shot.metadata().angle()),
                cluster,
                shot);
    }

    /**
     * Cuts the windows of clips into pieces of at least {@code frames}, leaving out what locked shots show.
     *
     * <pre>
     *   window  [---------------------]      pieces  [------|------|-------]
     * </pre>
     */
    static List<Take> split(List<Take> clips, long frames, List<Shot> locked) {
        List<Take> pieces = new ArrayList<>();
        for (Take clip : clips) {
            for (Take.Window window : clip.windows()) {
                for (FrameRange free : without(window.range(), clip.clipId(), locked)) {
                    long count = Math.max(1, free.count() / frames);
                    for (long i = 0; i < count; i++) {
                        FrameRange piece = FrameRange.between(
                                free.start() + free.count() * i / count, free.start() + free.count() * (i + 1) / count);
                        pieces.add(clip.withWindows(List.of(new Take.Window(piece, window.quality()))));
                    }
                }
            }
        }
        return pieces;
    }

    private static List<FrameRange> without(FrameRange window, String clipId, List<Shot> locked) {
        List<FrameRange> free = List.of(window);
        for (Shot shot : locked) {
            if (!shot.clipId().equals(clipId)) {
                continue;
            }
            List<FrameRange> rest = new ArrayList<>();
            for (FrameRange range : free) {
                if (!range.overlaps(shot.source())) {
                    rest.add(range);
                    continue;
                }
                if (shot.source().start() > range.start()) {
                    rest.add(FrameRange.between(range.start(), shot.source().start()));
                }
                if (shot.source().end() < range.end()) {
                    rest.add(FrameRange.between(shot.source().end(), range.end()));
                }
            }
            free = rest;
        }
        return free;
    }
}
