// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.interchange;

import static dev.rushes.editorial.interchange.FeatureMatrix.Carriage.NO;
import static dev.rushes.editorial.interchange.FeatureMatrix.Carriage.PARTLY;
import static dev.rushes.editorial.interchange.FeatureMatrix.Carriage.YES;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Which format carries what; the table of the package's documentation is this one. */
public final class FeatureMatrix {

    private static final Map<Feature, List<Carriage>> ROWS = new EnumMap<>(Feature.class);

    static {
        // Columns in the order of Format: timeline JSON, xmeml, FCPXML, OTIO, EDL.
        row(Feature.CUT_POINTS, YES, YES, YES, YES, YES);
        row(Feature.SOURCE_FRAMES, YES, YES, YES, YES, YES);
        row(Feature.MIXED_RATES, YES, PARTLY, YES, YES, PARTLY);
        row(Feature.VARIABLE_RATES, YES, NO, NO, NO, NO);
        row(Feature.START_TIMECODE, NO, YES, YES, YES, PARTLY);
        row(Feature.DISSOLVES, PARTLY, YES, YES, YES, YES);
        row(Feature.WHIP_PANS, PARTLY, PARTLY, PARTLY, YES, PARTLY);
        row(Feature.CROP, NO, YES, YES, PARTLY, NO);
        row(Feature.MOVING_CROP, NO, YES, YES, PARTLY, NO);
        row(Feature.SONG, PARTLY, PARTLY, YES, YES, PARTLY);
        row(Feature.SONG_FADE, NO, NO, NO, NO, NO);
        row(Feature.BEATS, YES, YES, YES, YES, NO);
        row(Feature.REASONS, YES, YES, YES, YES, PARTLY);
        row(Feature.LOCKS, YES, YES, YES, YES, PARTLY);
        row(Feature.COMMENTS, NO, PARTLY, PARTLY, PARTLY, PARTLY);
        row(Feature.HISTORY, YES, NO, NO, NO, NO);
        row(Feature.FILE_NAMES, YES, YES, YES, YES, PARTLY);
    }

    private FeatureMatrix() {}

    /** How well a format carries something. */
    public enum Carriage {
        /** Whole. */
        YES,
        /** Some of it, or only for programs that read our notes; the loss report says which shots. */
        PARTLY,
        /** Not at all; the loss report says so if the cut has it. */
        NO
    }

    /** Returns how well a format carries something. */
    public static Carriage carriage(Format format, Feature feature) {
        List<Carriage> row = ROWS.get(feature);
        if (row == null) {
            throw new IllegalStateException("feature " + feature + " has no row");
        }
        return row.get(format.ordinal());
    }

    private static void row(Feature feature, Carriage... carriages) {
        ROWS.put(feature, List.of(carriages));
    }
}
