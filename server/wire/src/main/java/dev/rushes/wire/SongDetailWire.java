// SPDX-License-Identifier: Apache-2.0
package dev.rushes.wire;

import com.google.protobuf.ByteString;
import dev.rushes.editorial.music.BeatEvidence;
import dev.rushes.editorial.music.ByteCurve;
import dev.rushes.editorial.music.ExcerptSuggestion;
import dev.rushes.editorial.music.Loudness;
import dev.rushes.editorial.music.SongDetail;
import dev.rushes.editorial.music.SongEvent;
import dev.rushes.editorial.music.WaveformLevel;

/** Converts what is known of a song beyond its beats. */
final class SongDetailWire {

    private SongDetailWire() {}

    /** Sets the fields of a detail; those of {@link SongDetail#NONE} stay unset. */
    static void write(SongDetail detail, dev.rushes.api.v1.SongAnalysis.Builder message) {
        message.setSummary(detail.summary())
                .setRecommendedUse(detail.recommendedUse())
                .addAllMoods(detail.moods());
        if (!detail.loudness().equals(Loudness.SILENCE)) {
            message.setLoudness(toProto(detail.loudness()));
        }
        detail.events().forEach(event -> message.addEvents(toProto(event)));
        detail.excerpts().forEach(excerpt -> message.addExcerpts(toProto(excerpt)));
        detail.waveform()
                .forEach(level -> message.addWaveform(dev.rushes.api.v1.WaveformLevel.newBuilder()
                        .setSecondsPerPeak(level.secondsPerPeak())
                        .setPeaks(ByteString.copyFrom(level.peaks().toBytes()))));
        if (detail.evidence().strength().size() > 0) {
            message.setEvidence(dev.rushes.api.v1.BeatEvidence.newBuilder()
                    .setHopSeconds(detail.evidence().hopSeconds())
                    .setStartSeconds(detail.evidence().startSeconds())
                    .setStrength(
                            ByteString.copyFrom(detail.evidence().strength().toBytes())));
        }
    }

    static SongDetail read(dev.rushes.api.v1.SongAnalysis song) {
        return new SongDetail(
                song.getSummary(),
                song.getRecommendedUse(),
                song.hasLoudness() ? fromProto(song.getLoudness()) : Loudness.SILENCE,
                song.getMoodsList(),
                song.getEventsList().stream().map(SongDetailWire::fromProto).toList(),
                song.getExcerptsList().stream().map(SongDetailWire::fromProto).toList(),
                song.getWaveformList().stream()
                        .map(level -> new WaveformLevel(
                                level.getSecondsPerPeak(),
                                ByteCurve.of(level.getPeaks().toByteArray())))
                        .toList(),
                song.hasEvidence() ? fromProto(song.getEvidence()) : BeatEvidence.NONE);
    }

    private static BeatEvidence fromProto(dev.rushes.api.v1.BeatEvidence evidence) {
        return new BeatEvidence(
                evidence.getHopSeconds(),
                evidence.getStartSeconds(),
                ByteCurve.of(evidence.getStrength().toByteArray()));
    }

    private static dev.rushes.api.v1.Loudness toProto(Loudness loudness) {
        return dev.rushes.api.v1.Loudness.newBuilder()
                .setIntegratedLufs(loudness.integratedLufs())
                .setRangeLu(loudness.rangeLu())
                .setShortTermMaximumLufs(loudness.shortTermMaximumLufs())
                .setSamplePeakDb(loudness.samplePeakDb())
                .setCrestDb(loudness.crestDb())
                .build();
    }

    private static Loudness fromProto(dev.rushes.api.v1.Loudness loudness) {
        return new Loudness(
                loudness.getIntegratedLufs(),
                loudness.getRangeLu(),
                loudness.getShortTermMaximumLufs(),
                loudness.getSamplePeakDb(),
                loudness.getCrestDb());
    }

    private static dev.rushes.api.v1.SongEvent toProto(SongEvent event) {
        return dev.rushes.api.v1.SongEvent.newBuilder()
                .setKind(
                        switch (event.kind()) {
                            case DROP -> dev.rushes.api.v1.SongEvent.Kind.KIND_DROP;
                            case BUILD -> dev.rushes.api.v1.SongEvent.Kind.KIND_BUILD;
                            case BREAK -> dev.rushes.api.v1.SongEvent.Kind.KIND_BREAK;
                        })
                .setStartSeconds(event.start())
                .setEndSeconds(event.end())
                .setStrength(event.strength())
                .build();
    }

    private static SongEvent fromProto(dev.rushes.api.v1.SongEvent event) {
        SongEvent.Kind kind = switch (event.getKind()) {
            case KIND_DROP -> SongEvent.Kind.DROP;
            case KIND_BUILD -> SongEvent.Kind.BUILD;
            case KIND_BREAK -> SongEvent.Kind.BREAK;
            case KIND_UNSPECIFIED, UNRECOGNIZED ->
                throw new IllegalArgumentException(
                        "kind: " + event.getKindValue() + " (expected: a known SongEvent.Kind)");
        };
        return new SongEvent(kind, event.getStartSeconds(), event.getEndSeconds(), event.getStrength());
    }

    private static dev.rushes.api.v1.ExcerptSuggestion toProto(ExcerptSuggestion excerpt) {
        return dev.rushes.api.v1.ExcerptSuggestion.newBuilder()
                .setTargetSeconds(excerpt.targetSeconds())
                .setStartSeconds(excerpt.start())
                .setEndSeconds(excerpt.end())
                .setReason(excerpt.reason())
                .build();
    }

    private static ExcerptSuggestion fromProto(dev.rushes.api.v1.ExcerptSuggestion excerpt) {
        return new ExcerptSuggestion(
                excerpt.getTargetSeconds(), excerpt.getStartSeconds(), excerpt.getEndSeconds(), excerpt.getReason());
    }
}
