// SPDX-License-Identifier: Apache-2.0
package dev.rushes.cli;

import dev.rushes.api.v1.CreateProjectRequest;
import dev.rushes.api.v1.ListProjectsRequest;
import dev.rushes.api.v1.ListProjectsResponse;
import dev.rushes.api.v1.Project;
import dev.rushes.client.RushesClient;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds the project that an edit goes to: a channel or brand, of which a person has few, and not one a video (C-9). */
final class EditProject {
    /** As the browser calls the first one. */
    private static final String FIRST = "Shoots";

    private static final int PAGE = 1000;

    private EditProject() {}

    /** Returns the newest project of this name, or for null the newest of all, as in the browser; makes it where there is none. */
    static Project of(RushesClient client, @Nullable String name) {
        String page = "";
        do {
            ListProjectsResponse listed = client.projects()
                    .listProjects(ListProjectsRequest.newBuilder()
                            .setPageSize(PAGE)
                            .setPageToken(page)
                            .build());
            for (Project project : listed.getProjectsList()) {
                if (name == null || project.getDisplayName().equals(name)) {
                    return project;
                }
            }
            page = listed.getNextPageToken();
        } while (!page.isEmpty());
        return client.projects()
                .createProject(CreateProjectRequest.newBuilder()
                        .setRequestId(UUID.randomUUID().toString())
                        .setProject(Project.newBuilder().setDisplayName(name == null ? FIRST : name))
                        .build());
    }
}
