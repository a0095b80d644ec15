// SPDX-License-Identifier: Apache-2.0
package dev.rushes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.api.v1.CreateProjectRequest;
import dev.rushes.api.v1.ListProjectsRequest;
import dev.rushes.api.v1.ListProjectsResponse;
import dev.rushes.api.v1.Project;
import dev.rushes.api.v1.ProjectServiceGrpc;
import dev.rushes.client.RushesClient;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class EditProjectTest {
    private final Shelf shelf = new Shelf();
    private Server server;
    private RushesClient client;

    /** Projects by their names, newest first, told two at a time. */
    private static final class Shelf extends ProjectServiceGrpc.ProjectServiceImplBase {
        private static final int PAGE = 2;

        final List<Project> projects = new ArrayList<>();

        @Override
        public void createProject(CreateProjectRequest request, StreamObserver<Project> observer) {
            Project made = request.getProject().toBuilder()
                    .setProjectId("project " + (projects.size() + 1))
                    .build();
            projects.addFirst(made);
            observer.onNext(made);
            observer.onCompleted();
        }

        @Override
        public void listProjects(ListProjectsRequest request, StreamObserver<ListProjectsResponse> observer) {
            int from = request.getPageToken().isEmpty() ? 0 : Integer.parseInt(request.getPageToken());
            int to = Math.min(projects.size(), from + PAGE);
            observer.onNext(ListProjectsResponse.newBuilder()
                    .addAllProjects(projects.subList(from, to))
                    .setNextPageToken(to < projects.size() ? Integer.toString(to) : "")
                    .build());
            observer.onCompleted();
        }
    }

    @BeforeEach
    void connect() throws IOException {
        server = Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
                .addService(shelf)
                .build()
                .start();
        client = RushesClient.connect(URI.create("http://127.0.0.1:" + server.getPort()), "");
    }

    @AfterEach
    void close() {
        client.close();
        server.shutdownNow();
    }

    @Test
    void oneEditAfterTheOtherGoesToOneProject() {
        Project first = EditProject.of(client, null);
        assertThat(first.getDisplayName()).isEqualTo("Shoots");
        assertThat(EditProject.of(client, null)).isEqualTo(first);
        assertThat(shelf.projects).containsExactly(first);
    }

    @Test
    void aProjectThatIsNamedIsMadeOnceAndFoundAmongMany() {
        Project named = EditProject.of(client, "Spring");
        for (String other : List.of("Summer", "Autumn", "Winter")) {
            EditProject.of(client, other);
        }
        assertThat(EditProject.of(client, "Spring")).isEqualTo(named);
        assertThat(shelf.projects).hasSize(4);
        assertThat(EditProject.of(client, null).getDisplayName())
                .as("the newest, as in the browser")
                .isEqualTo("Winter");
    }
}
