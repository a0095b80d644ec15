// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.analysis;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps analyses. Every change by a worker's result is fenced: it happens only for the attempt that is still running. */
public interface AnalysisStore {

    /** Keeps {@code analysis} unless its key is known; returns what is kept. */
    Analysis ensure(Analysis analysis);

    Optional<Analysis> find(String analysisId);

    /** Returns what is known of each key. */
    Map<Analysis.Key, Analysis> findAll(Collection<Analysis.Key> keys);

    /** Returns how much open work there is in the scope, at most {@code most}. */
    int countOpen(int most);

    /** Returns what was found in contents by any analyser version, the newest finding last. */
    List<Analysis> findSucceeded(Collection<String> sha256);

    /** Starts a new attempt of open work; empty when it has ended. */
    Optional<Analysis> begin(String analysisId, Instant now);

    /** Saves the result and ends the work; false when {@code attempt} is not the running one any more. */
    boolean finish(String analysisId, long attempt, Finding finding, Instant now);

    /** Puts work back; {@code counts} adds a failure. False when {@code attempt} is not the running one any more. */
    boolean putBack(String analysisId, long attempt, boolean counts, Instant now);

    /** Ends the work without a result; false when {@code attempt} is not the running one any more. */
    boolean fail(String analysisId, long attempt, String error, Instant now);

    /** Opens failed work again with no failures. */
    void reopen(String analysisId, Instant now);

    /** Returns ids of work that has not ended. */
    List<String> open();
}
