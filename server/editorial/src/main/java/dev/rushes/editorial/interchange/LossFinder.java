// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.interchange;

import dev.rushes.editorial.time.FrameRange;
import dev.rushes.editorial.time.PictureClock;
import dev.rushes.editorial.time.Timecode;
import dev.rushes.editorial.timeline.TransitionKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/** Says what a format loses of one cut, shot by shot. */
final class LossFinder {

    private static final FeatureMatrix.Carriage PARTLY = FeatureMatrix.Carriage.PARTLY;

    private final Format format;
    private final CutSheet sheet;
    private final List<Loss> losses = new ArrayList<>();

    LossFinder(Format format, CutSheet sheet) {
        this.format = format;
        this.sheet = sheet;
    }

    LossReport report() {
        mixedRates();
        lose(
                Feature.VARIABLE_RATES,
                row -> row.clip().timing().isVariable(),
                "the clip's pictures last unequally long; frames are counted at its average rate and can be off, so "
                        + "convert the clip to a constant rate first");
        startTimecodes();
        transitions();
        beyondTheClip();
        crops();
        song();
        notes();
        names();
        losses.sort(Comparator.comparing(Loss::feature));
        return new LossReport(format, losses);
    }

    private void mixedRates() {
        switch (format) {
            case XMEML ->
                lose(
                        Feature.MIXED_RATES,
                        row -> {
                            FrameRange shown = row.shown();
                            PictureClock clock = sheet.clock(row);
                            long whole = clock.nearestStart(shown);
                            return clock.misplaced(shown.start(), shown, new PictureClock.Position(whole, 1)) > 0;
                        },
                        "the clip has another frame rate and starts between two of its pictures; a program that reads "
                                + "\"in\" and not \"pproTicksIn\" shows a neighbouring picture in some frames");
            case EDL ->
                lose(
                        Feature.MIXED_RATES,
                        row -> sheet.clock(row).misplacedWhenPunctual(row.shown()) > 0,
                        "the clip has another frame rate than the list; some frames can show a neighbouring picture, "
                                + "\"SOURCE PICTURES\" names the exact ones");
            case TIMELINE_JSON, FCPXML, OTIO -> {}
        }
    }

    private void startTimecodes() {
        if (format == Format.TIMELINE_JSON) {
            whole(
                    Feature.START_TIMECODE,
                    "Start timecodes are not written; positions count from a clip's first picture.");
        }
        lose(
                Feature.START_TIMECODE,
                PARTLY,
                this::startIsRounded,
                "the clip's start timecode has no label at the list's rate; source times begin at the one before");
    }

    private boolean startIsRounded(CutSheet.Row row) {
        Timecode start = row.clip().timing().start();
        return start != null
                && !Edl.sourceZero(row.clip(), sheet.rate())
                        .relabeled(start.rate(), start.isDropFrame())
                        .equals(start);
    }

    private void transitions() {
        if (format == Format.TIMELINE_JSON) {
            String words = "how many frames the transition into it lasts is not written";
            lose(Feature.DISSOLVES, PARTLY, row -> comesBy(row, TransitionKind.QUICK_DISSOLVE), words);
            lose(Feature.WHIP_PANS, PARTLY, row -> comesBy(row, TransitionKind.WHIP_PAN), words);
            return;
        }
        lose(
                Feature.WHIP_PANS,
                PARTLY,
                row -> comesBy(row, TransitionKind.WHIP_PAN),
                "the whip pan into it is written as a cross dissolve of the same frames");
    }

    private static boolean comesBy(CutSheet.Row row, TransitionKind kind) {
        return row.in() != null && row.in().kind() == kind;
    }

    private void beyondTheClip() {
        if (format == Format.TIMELINE_JSON) {
            return;
        }
        Predicate<CutSheet.Row> shot = row -> isBeyond(row, row.shot().source());
        add(
                Feature.SOURCE_FRAMES,
                shot,
                "the shot is longer than its clip; the render holds the last picture, other programs show none");
        add(
                Feature.DISSOLVES,
                shot.negate().and(row -> isBeyond(row, row.shown())),
                "a transition needs pictures the clip does not have; the render holds the edge picture, other programs "
                        + "shorten the transition");
    }

    private boolean isBeyond(CutSheet.Row row, FrameRange range) {
        return range.start() < 0
                || sheet.clock(row).pictureAt(range.end() - 1)
                        >= row.clip().timing().pictureCount();
    }

    private void crops() {
        boolean noted = format == Format.OTIO;
        lose(
                Feature.CROP,
                row -> isStill(row),
                noted
                        ? "where the crop stands is in the metadata only; the format has no word for it"
                        : "where the crop stands is not written; place the picture by hand");
        lose(
                Feature.MOVING_CROP,
                row -> row.crop() != null && !row.crop().isStill(),
                noted
                        ? "how the crop moves is in the metadata only; the format has no word for it"
                        : "how the crop moves is not written; place the picture by hand");
    }

    /** A window over the whole picture needs no words. */
    private static boolean isStill(CutSheet.Row row) {
        return row.crop() != null && row.crop().isStill() && row.crop().window() < 1;
    }

    private void song() {
        long unit = (long) sheet.songSampleRate() * sheet.rate().denominator();
        boolean between = sheet.songStartSample() * sheet.rate().numerator() % unit != 0;
        switch (format) {
            case TIMELINE_JSON -> {
                if (sheet.songStartSample() > 0) {
                    whole(Feature.SONG, "Where in the song the excerpt begins is not written.");
                }
            }
            case XMEML, EDL -> {
                if (between) {
                    String exact = format == Format.XMEML ? "; \"pproTicksIn\" is exact" : "";
                    whole(
                            Feature.SONG,
                            "The excerpt of the song begins between two frames; it is written at the nearest one"
                                    + exact + ".");
                }
            }
            case FCPXML, OTIO -> {}
        }
        whole(Feature.SONG_FADE, "The song's fade-out over the last 0.35 s is not written.");
    }

    private void notes() {
        if (format == Format.EDL) {
            if (!sheet.beats().isEmpty()) {
                whole(Feature.BEATS, "Beats are not written; the format has no markers.");
            }
            lose(
                    Feature.REASONS,
                    row -> !row.shot().explanation().text().isBlank(),
                    "the reason is a comment, which programs do not show");
            lose(Feature.LOCKS, row -> row.shot().isLocked(), "the lock is a comment, which programs do not show");
            lose(
                    Feature.COMMENTS,
                    row -> !sheet.said(row).isEmpty(),
                    "what was said of the shot is a comment, which programs do not show");
        }
        comments();
        if (FeatureMatrix.carriage(format, Feature.HISTORY) == FeatureMatrix.Carriage.NO && hasHistory()) {
            whole(Feature.HISTORY, "Edit history and deleted shots stay in Rushes.");
        }
    }

    private void comments() {
        int all = sheet.handOff().comments().size();
        long unplaced = sheet.unplacedComments();
        if (format == Format.TIMELINE_JSON) {
            if (all > 0) {
                whole(Feature.COMMENTS, all == 1 ? "A comment stays in Rushes." : all + " comments stay in Rushes.");
            }
        } else if (unplaced > 0) {
            whole(
                    Feature.COMMENTS,
                    unplaced == 1
                            ? "A comment is on footage that the cut does not show, and stays in Rushes."
                            : unplaced + " comments are on footage that the cut does not show, and stay in Rushes.");
        }
    }

    private boolean hasHistory() {
        return !sheet.timeline().deletedShots().isEmpty()
                || !sheet.timeline().userEdits().isEmpty()
                || sheet.rows().stream().anyMatch(row -> !row.shot().history().isEmpty());
    }

    private void names() {
        List<MediaReference> clips = sheet.clips();
        boolean byUrl = format != Format.EDL && format != Format.TIMELINE_JSON;
        add(
                Feature.FILE_NAMES,
                row -> clips.stream()
                        .anyMatch(other -> !other.equals(row.clip())
                                && (byUrl
                                        ? other.url().equals(row.clip().url())
                                        : other.fileName().equals(row.clip().fileName()))),
                "another clip has the same file name; check which one the program found");
        if (format == Format.EDL) {
            whole(Feature.FILE_NAMES, "Reel names are eight letters of the file names; comments have the whole names.");
        }
    }

    /** Adds a loss if this format does not carry the feature whole. */
    private void lose(Feature feature, Predicate<CutSheet.Row> hasIt, String words) {
        if (FeatureMatrix.carriage(format, feature) != FeatureMatrix.Carriage.YES) {
            add(feature, hasIt, words);
        }
    }

    /** Adds a loss if the matrix says {@code carriage} of this format. */
    private void lose(Feature feature, FeatureMatrix.Carriage carriage, Predicate<CutSheet.Row> hasIt, String words) {
        if (FeatureMatrix.carriage(format, feature) == carriage) {
            add(feature, hasIt, words);
        }
    }

    private void add(Feature feature, Predicate<CutSheet.Row> hasIt, String words) {
        List<Integer> shots =
                sheet.rows().stream().filter(hasIt).map(CutSheet.Row::number).toList();
        if (!shots.isEmpty()) {
            losses.add(new Loss(feature, shots, words + "."));
        }
    }

    private void whole(Feature feature, String words) {
        losses.add(new Loss(feature, List.of(), words));
    }
}
