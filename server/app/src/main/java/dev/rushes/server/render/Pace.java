// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.render;

import dev.rushes.server.task.RenderedFile;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Predicate;

/**
 * How long renders really take here beside what {@link Estimate} foretells: other machines are slower, and busy with something else. It
 * is the median of the newest renders, of those of the same quality and size where there are enough, so that one that stood still for an
 * hour moves nothing.
 *
 * @param factor times the foretold time; 1 where too little is known
 */
record Pace(double factor) {
    /** Renders of all kinds to look at for one kind's. */
    static final int LOOKED_AT = 60;

    /** Fewer tell nothing (taste). */
    private static final int FEWEST = 3;

    /** More would hide that the machine has become busy, or idle (taste). */
    private static final int MOST = 9;

    /** Beyond these it is not the machine that differs. */
    private static final double FASTEST = 0.1;

    private static final double SLOWEST = 20;

    /**
     * Returns the pace of a kind of render.
     *
     * @param newestFirst renders that were finished
     * @param processors encoders at a time
     */
    static Pace of(List<Render> newestFirst, Quality quality, Resolution resolution, int processors) {
        double[] alike = factors(
                newestFirst,
                render -> render.order().quality() == quality
                        && render.order().form().resolution() == resolution,
                processors);
        double[] known = alike.length < FEWEST ? factors(newestFirst, render -> true, processors) : alike;
        if (known.length < FEWEST) {
            return new Pace(1);
        }
        int middle = known.length / 2;
        double median = known.length % 2 == 1 ? known[middle] : (known[middle - 1] + known[middle]) / 2;
        return new Pace(Math.clamp(median, FASTEST, SLOWEST));
    }

    /** Returns the factors of the newest that tell something, smallest first. */
    private static double[] factors(List<Render> newestFirst, Predicate<Render> isAlike, int processors) {
        return newestFirst.stream()
                .filter(isAlike)
                .flatMapToDouble(render -> factor(render, processors).stream())
                .limit(MOST)
                .sorted()
                .toArray();
    }

    /** Returns nothing where the time from asking to the file is not that of making all of it, once. */
    private static OptionalDouble factor(Render render, int processors) {
        RenderedFile file = render.file();
        RenderedFile.Making making = file == null ? null : file.making();
        if (file == null
                || making == null
                || making.reusedSegmentCount() > 0
                || render.attempt() != 1
                || render.failures() > 0) {
            return OptionalDouble.empty();
        }
        Estimate foretold = Estimate.of(
                render.order().quality(),
                render.order().form().resolution(),
                file.frameCount(),
                making.segmentCount(),
                0,
                processors);
        Duration took = Duration.between(render.createdAt(), render.updatedAt());
        return OptionalDouble.of((double) took.toMillis() / foretold.duration().toMillis());
    }
}
