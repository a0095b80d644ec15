// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.store;

import static dev.rushes.db.Tables.ANALYSES;

import dev.rushes.db.tables.records.AnalysesRecord;
import dev.rushes.server.analysis.Analysis;
import dev.rushes.server.analysis.AnalysisStore;
import dev.rushes.server.analysis.Finding;
import dev.rushes.server.media.MediaKind;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;

/** Analyses in PostgreSQL; a late worker's result finds its attempt gone and changes no row. */
public final class JooqAnalysisStore implements AnalysisStore {
    private final DSLContext dsl;

    public JooqAnalysisStore(Database database) {
        this.dsl = database.dsl();
    }

    @Override
    public Analysis ensure(Analysis analysis) {
        dsl.insertInto(ANALYSES)
                .set(ANALYSES.ANALYSIS_ID, Rows.uuid(analysis.id()))
                .set(ANALYSES.SHA256, analysis.key().sha256())
                .set(ANALYSES.KIND, analysis.key().kind().name())
                .set(ANALYSES.ANALYZER_VERSION, analysis.key().analyzerVersion())
                .set(ANALYSES.SIZE_BYTES, analysis.sizeBytes())
                .set(ANALYSES.FILE_NAME, analysis.fileName())
                .set(ANALYSES.STATE, analysis.state().name())
                .set(ANALYSES.ATTEMPT, analysis.attempt())
                .set(ANALYSES.FAILURES, analysis.failures())
                .set(ANALYSES.UPDATE_TIME, Rows.time(analysis.updatedAt()))
                .onConflictDoNothing()
                .execute();
        return dsl.selectFrom(ANALYSES)
                .where(ANALYSES.SHA256.eq(analysis.key().sha256()))
                .and(ANALYSES.KIND.eq(analysis.key().kind().name()))
                .and(ANALYSES.ANALYZER_VERSION.eq(analysis.key().analyzerVersion()))
                .fetchSingle(JooqAnalysisStore::analysis);
    }

    @Override
    public Optional<Analysis> find(String analysisId) {
        return dsl.selectFrom(ANALYSES)
                .where(ANALYSES.ANALYSIS_ID.eq(Rows.uuid(analysisId)))
                .fetchOptional(JooqAnalysisStore::analysis);
    }

    @Override
    public Map<Analysis.Key, Analysis> findAll(Collection<Analysis.Key> keys) {
        List<String> contents =
                keys.stream().map(Analysis.Key::sha256).distinct().toList();
        HashSet<Analysis.Key> wanted = new HashSet<>(keys);
        Map<Analysis.Key, Analysis> found = new HashMap<>();
        dsl.selectFrom(ANALYSES)
                .where(ANALYSES.SHA256.in(contents))
                .fetch(JooqAnalysisStore::analysis)
                .forEach(analysis -> {
                    if (wanted.contains(analysis.key())) {
                        found.put(analysis.key(), analysis);
                    }
                });
        return found;
    }

    @Override
    public List<Analysis> findSucceeded(Collection<String> sha256) {
        return dsl.selectFrom(ANALYSES)
                .where(ANALYSES.SHA256.in(sha256))
                .and(ANALYSES.STATE.eq(Analysis.State.SUCCEEDED.name()))
                .orderBy(ANALYSES.UPDATE_TIME, ANALYSES.ANALYSIS_ID)
                .fetch(JooqAnalysisStore::analysis);
    }

    @Override
    public Optional<Analysis> begin(String analysisId, Instant now) {
        return dsl.update(ANALYSES)
                .set(ANALYSES.STATE, Analysis.State.RUNNING.name())
                .set(ANALYSES.ATTEMPT, ANALYSES.ATTEMPT.plus(1))
                .set(ANALYSES.UPDATE_TIME, Rows.time(now))
                .where(ANALYSES.ANALYSIS_ID.eq(Rows.uuid(analysisId)))
                .and(isOpen())
                .returning()
                .fetchOptional(JooqAnalysisStore::analysis);
    }

    @Override
    public boolean finish(String analysisId, long attempt, Finding finding, Instant now) {
        Analysis.State ended = finding instanceof Finding.Rejected ? Analysis.State.REJECTED : Analysis.State.SUCCEEDED;
        return dsl.update(ANALYSES)
                        .set(ANALYSES.STATE, ended.name())
                        .set(ANALYSES.RESULT, Json.write(finding))
                        .set(ANALYSES.UPDATE_TIME, Rows.time(now))
                        .where(isRunning(analysisId, attempt))
                        .execute()
                == 1;
    }

    @Override
    public boolean putBack(String analysisId, long attempt, boolean counts, Instant now) {
        return dsl.update(ANALYSES)
                        .set(ANALYSES.STATE, Analysis.State.PENDING.name())
                        .set(ANALYSES.FAILURES, ANALYSES.FAILURES.plus(counts ? 1 : 0))
                        .set(ANALYSES.UPDATE_TIME, Rows.time(now))
                        .where(isRunning(analysisId, attempt))
                        .execute()
                == 1;
    }

    @Override
    public boolean fail(String analysisId, long attempt, String error, Instant now) {
        return dsl.update(ANALYSES)
                        .set(ANALYSES.STATE, Analysis.State.FAILED.name())
                        .set(ANALYSES.FAILURES, ANALYSES.FAILURES.plus(1))
                        .set(ANALYSES.ERROR_MESSAGE, error)
                        .set(ANALYSES.UPDATE_TIME, Rows.time(now))
                        .where(isRunning(analysisId, attempt))
                        .execute()
                == 1;
    }

    @Override
    public void reopen(String analysisId, Instant now) {
        dsl.update(ANALYSES)
                .set(ANALYSES.STATE, Analysis.State.PENDING.name())
                .set(ANALYSES.FAILURES, 0)
                .setNull(ANALYSES.ERROR_MESSAGE)
                .set(ANALYSES.UPDATE_TIME, Rows.time(now))
                .where(ANALYSES.ANALYSIS_ID.eq(Rows.uuid(analysisId)))
                .and(ANALYSES.STATE.eq(Analysis.State.FAILED.name()))
                .execute();
    }

    @Override
    public List<String> open() {
        return dsl.select(ANALYSES.ANALYSIS_ID)
                .from(ANALYSES)
                .where(isOpen())
                .orderBy(ANALYSES.ANALYSIS_ID)
                .fetch(row -> row.value1().toString());
    }

    @Override
    public int countOpen(int most) {
        return dsl.fetchCount(
                dsl.select(ANALYSES.ANALYSIS_ID).from(ANALYSES).where(isOpen()).limit(most));
    }

    private static Condition isOpen() {
        return ANALYSES.STATE.in(Analysis.State.PENDING.name(), Analysis.State.RUNNING.name());
    }

    private static Condition isRunning(String analysisId, long attempt) {
        return ANALYSES.ANALYSIS_ID
                .eq(Rows.uuid(analysisId))
                .and(ANALYSES.ATTEMPT.eq(attempt))
                .and(ANALYSES.STATE.eq(Analysis.State.RUNNING.name()));
    }

    private static Analysis analysis(AnalysesRecord row) {
        return new Analysis(
                row.getAnalysisId().toString(),
                new Analysis.Key(row.getSha256(), MediaKind.valueOf(row.getKind()), row.getAnalyzerVersion()),
                row.getSizeBytes(),
                row.getFileName(),
                Analysis.State.valueOf(row.getState()),
                row.getAttempt(),
                row.getFailures(),
                Json.readOrNull(row.getResult(), Finding.class),
                row.getErrorMessage(),
                Rows.instant(row.getUpdateTime()));
    }
}
