// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.rpc;

import dev.rushes.api.v1.CreateProjectRequest;
import dev.rushes.api.v1.GetProjectRequest;
import dev.rushes.api.v1.ListProjectsRequest;
import dev.rushes.api.v1.ListProjectsResponse;
import dev.rushes.api.v1.Project;
import dev.rushes.api.v1.ProjectServiceGrpc;
import dev.rushes.server.id.Ids;
import dev.rushes.server.project.Projects;
import dev.rushes.server.request.Page;
import dev.rushes.server.request.Requests;
import dev.rushes.wire.TimeWire;
import io.grpc.stub.StreamObserver;

/** Projects over gRPC. */
final class ProjectGrpcService extends ProjectServiceGrpc.ProjectServiceImplBase {
    private static final String LIST = "projects";

    private final Projects projects;
    private final Requests requests;

    ProjectGrpcService(Projects projects, Requests requests) {
        this.projects = projects;
        this.requests = requests;
    }

    @Override
    public void createProject(CreateProjectRequest request, StreamObserver<Project> observer) {
        Unary.answer(observer, () -> {
            String id = Unary.resourceId(
                    requests,
                    "CreateProject",
                    request.getRequestId(),
                    request.toBuilder().clearRequestId().build());
            return toProto(projects.createProject(id, request.getProject().getDisplayName()));
        });
    }

    @Override
    public void getProject(GetProjectRequest request, StreamObserver<Project> observer) {
        Unary.answer(observer, () -> toProto(projects.project(Ids.require("project_id", request.getProjectId()))));
    }

    @Override
    public void listProjects(ListProjectsRequest request, StreamObserver<ListProjectsResponse> observer) {
        Unary.answer(observer, () -> {
            Page<dev.rushes.server.project.Project> page =
                    projects.listProjects(PageTokens.ask(LIST, request.getPageSize(), request.getPageToken()));
            ListProjectsResponse.Builder response =
                    ListProjectsResponse.newBuilder().setNextPageToken(PageTokens.next(LIST, page.next()));
            page.items().forEach(project -> response.addProjects(toProto(project)));
            return response.build();
        });
    }

    private static Project toProto(dev.rushes.server.project.Project project) {
        return Project.newBuilder()
                .setProjectId(project.id())
                .setDisplayName(project.displayName())
                .setCreatorId(project.creatorId())
                .setCreateTime(TimeWire.toProto(project.createdAt()))
                .build();
    }
}
