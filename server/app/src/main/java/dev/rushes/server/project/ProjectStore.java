// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.project;

import dev.rushes.server.request.Page;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps projects and jobs. */
public interface ProjectStore {

    /** Keeps {@code project} unless its id is known; returns what is kept. */
    Project insert(Project project);

    Optional<Project> findProject(String projectId);

    /** Returns projects, newest first. */
    Page<Project> listProjects(Page.Ask ask);

    /** Keeps {@code job} unless its id is known or its project has {@code most} jobs; returns what is kept. */
    Optional<Job> insert(Job job, int most);

    Optional<Job> findJob(String jobId);

    /** Changes name, wanted length and shape; returns what is kept, empty when there is no such job. */
    Optional<Job> update(String jobId, Job.Change change);

    /** Returns jobs of one project, or of all when {@code projectId} is null, newest first. */
    Page<Job> listJobs(@Nullable String projectId, Page.Ask ask);
}
