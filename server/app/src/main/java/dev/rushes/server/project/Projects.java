// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.project;

import dev.rushes.editorial.time.FrameRate;
import dev.rushes.server.access.Scope;
import dev.rushes.server.fault.Fault;
import dev.rushes.server.fault.Reason;
import dev.rushes.server.request.Page;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Creates and reads projects and jobs. */
public final class Projects {
    /** Longest name shown to people, in characters (contract). */
    public static final int MAX_NAME = 200;

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(10);
    /** Slowest and fastest frame rate a renderer is tested with. */
    private static final double MIN_FPS = 1;

    private static final double MAX_FPS = 120;

    private final ProjectStore store;
    private final InstantSource clock;
    private final int maxJobs;

    /** Takes the most jobs a project may have. */
    public Projects(ProjectStore store, int maxJobs, InstantSource clock) {
        this.store = store;
        this.maxJobs = maxJobs;
        this.clock = clock;
    }

    /** Makes a project of the creator the caller works for under {@code id}, or returns the one made before under it. */
    public Project createProject(String id, String displayName) {
        requireName("project.display_name", displayName);
        return store.insert(new Project(id, displayName, Scope.creatorId(), clock.instant()));
    }

    public Project project(String projectId) {
        return store.findProject(projectId).orElseThrow(() -> new Fault.NotFound("project", projectId));
    }

    public Page<Project> listProjects(Page.Ask ask) {
        return store.listProjects(ask);
    }

    /** Makes a job as {@code wanted} says, or returns the one made before under its id. */
    public Job createJob(Job wanted) {
        requireName("job.display_name", wanted.displayName());
        requireLength(wanted.targetDuration());
        FrameRate rate = wanted.frameRate();
        if (rate.framesPerSecond() < MIN_FPS || rate.framesPerSecond() > MAX_FPS) {
            throw new Fault.Invalid("job.frame_rate", rate + " (expected: 1/1 to 120/1, for example 30/1)");
        }
        if (store.findProject(wanted.projectId()).isEmpty()) {
            throw new Fault.NotFound("project", wanted.projectId());
        }
        return store.insert(wanted, maxJobs)
                .orElseThrow(() -> new Fault.Exhausted(
                        Reason.LIMIT_EXCEEDED,
                        "project " + wanted.projectId() + " has " + maxJobs
                                + " jobs, the most one project may have; make another project or raise"
                                + " RUSHES_MAX_JOBS_PER_PROJECT",
                        Map.of("limit", "jobs_per_project", "value", Integer.toString(maxJobs))));
    }

    public Job job(String jobId) {
        return store.findJob(jobId).orElseThrow(() -> new Fault.NotFound("job", jobId));
    }

    /** Changes the job; the cut there is stays, the next generation and render follow. */
    public Job updateJob(String jobId, Job.Change change) {
        if (change.displayName() != null) {
            requireName("job.display_name", change.displayName());
        }
        if (change.targetDuration() != null) {
            requireLength(change.targetDuration());
        }
        return store.update(jobId, change).orElseThrow(() -> new Fault.NotFound("job", jobId));
    }

    public Page<Job> listJobs(@Nullable String projectId, Page.Ask ask) {
        return store.listJobs(projectId, ask);
    }

    private static void requireLength(Duration length) {
        if (length.compareTo(SHORTEST) < 0 || length.compareTo(LONGEST) > 0) {
            throw new Fault.Invalid(
                    "job.target_duration", seconds(length) + " s (expected: 1 s to 600 s, for example \"30s\")");
        }
    }

    private static void requireName(String field, String value) {
        if (value.isBlank()) {
            throw new Fault.Invalid(field, "is empty (expected: 1 to " + MAX_NAME + " characters)");
        }
        if (value.length() > MAX_NAME) {
            throw new Fault.Invalid(field, "has " + value.length() + " characters (expected: 1 to " + MAX_NAME + ")");
        }
    }

    private static String seconds(Duration length) {
        return java.math.BigDecimal.valueOf(length.toMillis(), 3)
                .stripTrailingZeros()
                .toPlainString();
    }
}
