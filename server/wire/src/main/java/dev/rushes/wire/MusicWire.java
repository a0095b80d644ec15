// SPDX-License-Identifier: Apache-2.0
package dev.rushes.wire;

import dev.rushes.editorial.music.Beat;
import dev.rushes.editorial.music.EnergyCurve;
import dev.rushes.editorial.music.Section;
import dev.rushes.editorial.music.SongAnalysis;
import dev.rushes.editorial.music.SongExcerpt;
import dev.rushes.editorial.music.TempoCandidate;
import java.util.List;

/** Converts what the analysers heard. */
public final class MusicWire {

    private MusicWire() {}

    public static dev.rushes.api.v1.SongAnalysis toProto(SongAnalysis song) {
        var message = dev.rushes.api.v1.SongAnalysis.newBuilder()
                .setDurationSeconds(song.durationSeconds())
                .setBpm(song.bpm())
                .setConfidence(song.confidence())
                .setEnergyHopSeconds(song.energy().hopSeconds())
                .addAllEnergyCurve(song.energy().values());
        song.beats().forEach(beat -> message.addBeats(toProto(beat)));
        song.tempoCandidates().forEach(candidate -> message.addTempoCandidates(toProto(candidate)));
        song.sections().forEach(section -> message.addSections(toProto(section)));
        SongDetailWire.write(song.detail(), message);
        return message.build();
    }

    /** Reads the analysis of a song; refuses energy values without a hop. */
    public static SongAnalysis fromProto(dev.rushes.api.v1.SongAnalysis song) {
        return new SongAnalysis(
                song.getDurationSeconds(),
                song.getBpm(),
                song.getBeatsList().stream().map(MusicWire::fromProto).toList(),
                song.getConfidence(),
                song.getTempoCandidatesList().stream().map(MusicWire::fromProto).toList(),
                energy(song.getEnergyHopSeconds(), song.getEnergyCurveList()),
                song.getSectionsList().stream().map(MusicWire::fromProto).toList(),
                SongDetailWire.read(song));
    }

    public static dev.rushes.api.v1.TimelineSong toProto(SongExcerpt song) {
        return dev.rushes.api.v1.TimelineSong.newBuilder()
                .setMediaId(song.songId())
                .setFileName(song.fileName())
                .setBpm(song.bpm())
                .setExcerptStartOffset(song.startSeconds())
                .setDurationSeconds(song.durationSeconds())
                .addAllBeatOffsets(song.beats())
                .setEnergyHopSeconds(song.energy().hopSeconds())
                .addAllEnergyCurve(song.energy().values())
                .build();
    }

    /** Reads the song under a timeline; refuses energy values without a hop. */
    public static SongExcerpt fromProto(dev.rushes.api.v1.TimelineSong song) {
        return new SongExcerpt(
                song.getMediaId(),
                song.getFileName(),
                song.getBpm(),
                song.getExcerptStartOffset(),
                song.getDurationSeconds(),
                song.getBeatOffsetsList(),
                energy(song.getEnergyHopSeconds(), song.getEnergyCurveList()));
    }

    public static dev.rushes.api.v1.Beat toProto(Beat beat) {
        return dev.rushes.api.v1.Beat.newBuilder()
                .setTimeSeconds(beat.seconds())
                .setBarPosition(beat.barPosition())
                .build();
    }

    public static Beat fromProto(dev.rushes.api.v1.Beat beat) {
        return new Beat(beat.getTimeSeconds(), beat.getBarPosition());
    }

    public static dev.rushes.api.v1.TempoCandidate toProto(TempoCandidate candidate) {
        return dev.rushes.api.v1.TempoCandidate.newBuilder()
                .setBpm(candidate.bpm())
                .setProbability(candidate.probability())
                .build();
    }

    public static TempoCandidate fromProto(dev.rushes.api.v1.TempoCandidate candidate) {
        return new TempoCandidate(candidate.getBpm(), candidate.getProbability());
    }

    public static dev.rushes.api.v1.SongSection toProto(Section section) {
        return dev.rushes.api.v1.SongSection.newBuilder()
                .setStartSeconds(section.start())
                .setEndSeconds(section.end())
                .setLabel(section.label())
                .setEnergy(section.energy())
                .setGroup(section.group())
                .build();
    }

    public static Section fromProto(dev.rushes.api.v1.SongSection section) {
        return new Section(
                section.getStartSeconds(),
                section.getEndSeconds(),
                section.getLabel(),
                section.getEnergy(),
                section.getGroup());
    }

    /** Reads a curve; one that was never set is empty with any hop. */
    private static EnergyCurve energy(double hopSeconds, List<Double> values) {
        return new EnergyCurve(values.isEmpty() && hopSeconds == 0 ? 1 : hopSeconds, values);
    }
}
