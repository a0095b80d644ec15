// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.store;

import static dev.rushes.db.Tables.JOBS;
import static dev.rushes.db.Tables.PROJECTS;

import dev.rushes.db.tables.records.JobsRecord;
import dev.rushes.db.tables.records.ProjectsRecord;
import dev.rushes.editorial.time.FrameRate;
import dev.rushes.server.project.Job;
import dev.rushes.server.project.Project;
import dev.rushes.server.project.ProjectStore;
import dev.rushes.server.project.Shape;
import dev.rushes.server.request.Page;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Projects and jobs in PostgreSQL. */
public final class JooqProjectStore implements ProjectStore {
    private final DSLContext dsl;

    public JooqProjectStore(Database database) {
        this.dsl = database.dsl();
    }

    @Override
    public Project insert(Project project) {
        dsl.insertInto(PROJECTS)
                .set(PROJECTS.PROJECT_ID, Rows.uuid(project.id()))
                .set(PROJECTS.DISPLAY_NAME, project.displayName())
                .set(PROJECTS.CREATE_TIME, Rows.time(project.createdAt()))
                .onConflictDoNothing()
                .execute();
        return findProject(project.id()).orElseThrow();
    }

    @Override
    public Optional<Project> findProject(String projectId) {
        return dsl.selectFrom(PROJECTS)
                .where(PROJECTS.PROJECT_ID.eq(Rows.uuid(projectId)))
                .fetchOptional(JooqProjectStore::project);
    }

    @Override
    public Page<Project> listProjects(Page.Ask ask) {
        Condition after = ask.after() == null ? DSL.noCondition() : PROJECTS.PROJECT_ID.lt(Rows.uuid(ask.after()));
        return Page.cut(
                dsl.selectFrom(PROJECTS)
                        .where(after)
                        .orderBy(PROJECTS.PROJECT_ID.desc())
                        .limit(ask.size() + 1)
                        .fetch(JooqProjectStore::project),
                ask,
                Project::id);
    }

    @Override
    public Optional<Job> insert(Job job, int most) {
        return dsl.transactionResult(transaction -> {
            DSLContext inside = transaction.dsl();
            // Jobs of one project are made one at a time.
            inside.selectOne()
                    .from(PROJECTS)
                    .where(PROJECTS.PROJECT_ID.eq(Rows.uuid(job.projectId())))
                    .forNoKeyUpdate()
                    .fetch();
            Optional<Job> known = inside.selectFrom(JOBS)
                    .where(JOBS.JOB_ID.eq(Rows.uuid(job.id())))
                    .fetchOptional(JooqProjectStore::job);
            if (known.isPresent()) {
                return known;
            }
            if (inside.fetchCount(JOBS, JOBS.PROJECT_ID.eq(Rows.uuid(job.projectId()))) >= most) {
                return Optional.empty();
            }
            return inside.insertInto(JOBS)
                    .set(JOBS.JOB_ID, Rows.uuid(job.id()))
                    .set(JOBS.PROJECT_ID, Rows.uuid(job.projectId()))
                    .set(JOBS.DISPLAY_NAME, job.displayName())
                    .set(JOBS.TARGET_DURATION_MILLIS, job.targetDuration().toMillis())
                    .set(JOBS.SHAPE, job.shape().name())
                    .set(JOBS.RATE_NUMERATOR, job.frameRate().numerator())
                    .set(JOBS.RATE_DENOMINATOR, job.frameRate().denominator())
                    .set(JOBS.CREATE_TIME, Rows.time(job.createdAt()))
                    .returning()
                    .fetchOptional(JooqProjectStore::job);
        });
    }

    @Override
    public Optional<Job> findJob(String jobId) {
        return dsl.selectFrom(JOBS).where(JOBS.JOB_ID.eq(Rows.uuid(jobId))).fetchOptional(JooqProjectStore::job);
    }

    @Override
    public Optional<Job> update(String jobId, Job.Change change) {
        Map<Field<?>, Object> values = new HashMap<>();
        if (change.displayName() != null) {
            values.put(JOBS.DISPLAY_NAME, change.displayName());
        }
        if (change.targetDuration() != null) {
            values.put(JOBS.TARGET_DURATION_MILLIS, change.targetDuration().toMillis());
        }
        if (change.shape() != null) {
            values.put(JOBS.SHAPE, change.shape().name());
        }
        if (values.isEmpty()) {
            return findJob(jobId);
        }
        return dsl.update(JOBS)
                .set(values)
                .where(JOBS.JOB_ID.eq(Rows.uuid(jobId)))
                .returning()
                .fetchOptional(JooqProjectStore::job);
    }

    @Override
    public Page<Job> listJobs(@Nullable String projectId, Page.Ask ask) {
        Condition wanted = projectId == null ? DSL.noCondition() : JOBS.PROJECT_ID.eq(Rows.uuid(projectId));
        if (ask.after() != null) {
            wanted = wanted.and(JOBS.JOB_ID.lt(Rows.uuid(ask.after())));
        }
        return Page.cut(
                dsl.selectFrom(JOBS)
                        .where(wanted)
                        .orderBy(JOBS.JOB_ID.desc())
                        .limit(ask.size() + 1)
                        .fetch(JooqProjectStore::job),
                ask,
                Job::id);
    }

    private static Project project(ProjectsRecord row) {
        return new Project(
                row.getProjectId().toString(),
                row.getDisplayName(),
                row.getCreatorId(),
                Rows.instant(row.getCreateTime()));
    }

    private static Job job(JobsRecord row) {
        return new Job(
                row.getJobId().toString(),
                row.getProjectId().toString(),
                row.getDisplayName(),
                Duration.ofMillis(row.getTargetDurationMillis()),
                Shape.valueOf(row.getShape()),
                new FrameRate(row.getRateNumerator(), row.getRateDenominator()),
                Rows.instant(row.getCreateTime()));
    }
}
