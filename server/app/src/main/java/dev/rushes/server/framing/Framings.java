// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.framing;

import dev.rushes.editorial.footage.Angle;
import dev.rushes.editorial.footage.ClipFeatures;
import dev.rushes.editorial.footage.Framing;
import dev.rushes.editorial.footage.FramingEvidence;
import dev.rushes.editorial.footage.ShotType;
import dev.rushes.editorial.learning.FramingLearner;
import dev.rushes.server.analysis.Analyses;
import dev.rushes.server.analysis.Analysis;
import dev.rushes.server.analysis.Finding;
import dev.rushes.server.fault.Fault;
import dev.rushes.server.fault.Reason;
import dev.rushes.server.media.Media;
import dev.rushes.server.media.MediaFiles;
import dev.rushes.server.media.MediaKind;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shot size and angle as people said, and as learned from what they said of the creator's other clips (S-116). Thread-safe. */
public final class Framings {
    /** What may be said of one clip; taste, far above what anybody needs. */
    static final int MOST = 100;
    /** Newest corrections that are learned from: each costs 200 multiplications a clip. */
    static final int MOST_LEARNED = 500;
    /** Others who correct the same clip meanwhile. */
    private static final int MOST_TRIES = 10;

    private final FramingStore store;
    private final MediaFiles media;
    private final Analyses analyses;
    private final InstantSource clock;

    public Framings(FramingStore store, MediaFiles media, Analyses analyses, InstantSource clock) {
        this.store = store;
        this.media = media;
        this.analyses = analyses;
        this.clock = clock;
    }

    /**
     * A clip's framing by people's words.
     *
     * @param corrections clips whose corrections count, at least 1
     */
    public record Corrected(Framing framing, int corrections) {}

    /** Returns what people's words make of each clip that was looked at, by media id; empty while nobody said anything. */
    public Map<String, Corrected> of(Map<String, Analysis> known) {
        List<FramingCorrection> said = store.inForce(MOST_LEARNED);
        Map<String, Corrected> corrected = new HashMap<>();
        if (said.isEmpty()) {
            return corrected;
        }
        Map<String, FramingCorrection> words = new HashMap<>();
        (said.size() < MOST_LEARNED ? said : store.inForce(known.keySet()))
                .forEach(word -> words.put(word.mediaId(), word));
        FramingLearner learner = FramingLearner.of(said.stream()
                .map(word -> new FramingLearner.Example(word.evidence(), word.shotType(), word.angle()))
                .toList());
        known.forEach((mediaId, analysis) -> {
            if (analysis.finding() instanceof Finding.OfClip(ClipFeatures features)) {
                FramingCorrection word = words.get(mediaId);
                int counted = learner.counted(features.framingEvidence());
                if (word != null || counted > 0) {
                    Framing told = learner.tell(features.framing(), features.framingEvidence());
                    corrected.put(mediaId, new Corrected(said(told, word), Math.max(1, counted)));
                }
            }
        });
        return corrected;
    }

    /** Returns the same findings with every clip framed by people's words, to cut with. */
    public Map<String, Analysis> corrected(Map<String, Analysis> known) {
        Map<String, Corrected> words = of(known);
        if (words.isEmpty()) {
            return known;
        }
        Map<String, Analysis> corrected = new HashMap<>(known);
        words.forEach((mediaId, word) -> corrected.computeIfPresent(
                mediaId,
                (id, analysis) -> analysis.finding() instanceof Finding.OfClip(ClipFeatures features)
                        ? analysis.withFinding(new Finding.OfClip(features.withFraming(word.framing())))
                        : analysis));
        return corrected;
    }

    private static Framing said(Framing told, @Nullable FramingCorrection word) {
        if (word == null) {
            return told;
        }
        ShotType size = word.shotType();
        Angle angle = word.angle();
        return new Framing(
                size == null ? told.shotType() : size,
                size == null ? told.shotTypeConfidence() : 1,
                angle == null ? told.angle() : angle,
                angle == null ? told.angleConfidence() : 1);
    }

    /**
     * Keeps what a person says about a clip, unless it was kept before under its id; with neither size nor angle it takes back
     * what was said before.
     *
     * @param correctionId identity of the correction
     */
    public void correct(String correctionId, String mediaId, @Nullable ShotType shotType, @Nullable Angle angle) {
        Media clip = media.media(mediaId);
        FramingEvidence evidence = evidence(clip);
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            List<FramingCorrection> before = store.all(mediaId);
            if (before.stream().anyMatch(known -> known.id().equals(correctionId))) {
                return;
            }
            if (before.size() >= MOST) {
                throw new Fault.Exhausted(
                        Reason.LIMIT_EXCEEDED,
                        "\"" + clip.fileName() + "\" has been corrected " + MOST
                                + " times, the most one clip may be; add it to the job again",
                        Map.of("limit", "corrections_per_clip", "value", Integer.toString(MOST)));
            }
            if (store.append(new FramingCorrection(
                    correctionId, mediaId, before.size() + 1, shotType, angle, evidence, clock.instant()))) {
                return;
            }
            media.media(mediaId);
        }
        throw new Fault.Conflict(
                Reason.REVISION_STALE,
                "others correct \"" + clip.fileName() + "\" at this moment; look at it and try again");
    }

    private FramingEvidence evidence(Media clip) {
        if (clip.kind() != MediaKind.CLIP) {
            throw new Fault.Invalid(
                    "media_id", "\"" + clip.fileName() + "\" is no clip (expected: a file of kind CLIP)");
        }
        Analysis analysis = analyses.known(List.of(clip)).get(clip.id());
        if (analysis != null && analysis.finding() instanceof Finding.OfClip found) {
            return found.features().framingEvidence();
        }
        throw new Fault.Refused(
                Reason.WRONG_STATE,
                "\"" + clip.fileName() + "\" was not looked at yet, or cannot be used; correct it when its analysis has"
                        + " ended");
    }
}
