// SPDX-License-Identifier: Apache-2.0
package dev.rushes.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** P-7 without a kill: eight people edit each cut as fast as it goes, so that most requests come too late. */
@Tag("promise")
@ExtendWith(OnScene.class)
class EditsConflictIT {
    private static final Logger LOG = LoggerFactory.getLogger(EditsConflictIT.class);
    private static final int CUTS = 8;
    private static final int PEOPLE_AT_A_CUT = 8;
    /** Most slips there and back of one request. */
    private static final int FEW = 4;

    private final Fleet fleet = new Fleet();

    @Test
    void manyWhoEditACutLoseNothing(Scene scene) throws Exception {
        long wanted = Tier.count(20_000, 1_000_000, 1_000_000);
        crowd(scene, List.of());
        fleet.awaitStale(wanted);
        fleet.finish();

        EditOracle oracle = fleet.oracle();
        LOG.info(
                "P-7: {} edits in {} requests on a stale revision, {} requests answered",
                oracle.staleEdits(),
                oracle.stale(),
                oracle.requests());
        assertThat(oracle.violations()).isEmpty();
    }

    /** Mutation twin: a server that rebases unasked makes edits on timelines their authors had not seen. */
    @Test
    void twinThatTakesStaleRequestsIsFoundOut(Scene scene) throws Exception {
        Tier.onlyLonger("a twin starts a server; what it proves does not change from build to build");
        crowd(scene, List.of(Mutant.rebasingUnasked(scene)));
        fleet.awaitEdits(5_000);
        fleet.finish();

        assertThat(fleet.oracle().violations())
                .as("edits on timelines nobody had seen")
                .anyMatch(violation -> violation.contains("had not seen"));
    }

    private void crowd(Scene scene, List<Path> mutants) throws Exception {
        scene.own(fleet);
        StandInWorker worker = scene.own(StandInWorker.quick());
        ServerChild server = ServerChild.start(scene, "data", Map.of("RUSHES_WORKERS", worker.address()), mutants);
        fleet.start(scene, fleet.cuts(server.connect(), CUTS), PEOPLE_AT_A_CUT, FEW);
    }
}
