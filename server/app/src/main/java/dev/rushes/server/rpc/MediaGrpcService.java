// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.rpc;

import com.google.protobuf.Empty;
import dev.rushes.api.v1.CreateMediaRequest;
import dev.rushes.api.v1.DeleteMediaRequest;
import dev.rushes.api.v1.GetMediaPreviewRequest;
import dev.rushes.api.v1.GetMediaRequest;
import dev.rushes.api.v1.ListMediaPreviewsRequest;
import dev.rushes.api.v1.ListMediaPreviewsResponse;
import dev.rushes.api.v1.ListMediaRequest;
import dev.rushes.api.v1.ListMediaResponse;
import dev.rushes.api.v1.Media;
import dev.rushes.api.v1.MediaPreview;
import dev.rushes.api.v1.MediaServiceGrpc;
import dev.rushes.api.v1.PrepareMediaPreviewsRequest;
import dev.rushes.server.fault.Fault;
import dev.rushes.server.id.Ids;
import dev.rushes.server.link.ContentLinks;
import dev.rushes.server.media.MediaFiles;
import dev.rushes.server.media.MediaKind;
import dev.rushes.server.preview.Preview;
import dev.rushes.server.preview.Previews;
import dev.rushes.server.removal.Removals;
import dev.rushes.server.request.Page;
import dev.rushes.server.request.Requests;
import dev.rushes.wire.TimeWire;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Map;

/** Records of files over gRPC; their bytes travel over HTTP. */
final class MediaGrpcService extends MediaServiceGrpc.MediaServiceImplBase {
    private final MediaFiles media;
    private final Previews previews;
    private final Removals removals;
    private final Requests requests;
    private final ContentLinks links;

    MediaGrpcService(MediaFiles media, Previews previews, Removals removals, Requests requests, ContentLinks links) {
        this.media = media;
        this.previews = previews;
        this.removals = removals;
        this.requests = requests;
        this.links = links;
    }

    @Override
    public void createMedia(CreateMediaRequest request, StreamObserver<Media> observer) {
        Unary.answer(observer, () -> {
            Media file = request.getMedia();
            String jobId = Ids.require("media.job_id", file.getJobId());
            MediaKind kind = kind(file);
            String id = Unary.resourceId(
                    requests,
                    "CreateMedia",
                    request.getRequestId(),
                    request.toBuilder().clearRequestId().build());
            return toProto(media.announce(new MediaFiles.Announcement(
                    id, jobId, kind, file.getFileName(), file.getSizeBytes(), file.getSha256())));
        });
    }

    @Override
    public void getMedia(GetMediaRequest request, StreamObserver<Media> observer) {
        Unary.answer(observer, () -> toProto(media.media(Ids.require("media_id", request.getMediaId()))));
    }

    @Override
    public void listMedia(ListMediaRequest request, StreamObserver<ListMediaResponse> observer) {
        Unary.answer(observer, () -> {
            String jobId = Ids.require("job_id", request.getJobId());
            String query = "media/" + jobId;
            Page<dev.rushes.server.media.Media> page =
                    media.list(jobId, PageTokens.ask(query, request.getPageSize(), request.getPageToken()));
            ListMediaResponse.Builder response =
                    ListMediaResponse.newBuilder().setNextPageToken(PageTokens.next(query, page.next()));
            page.items().forEach(file -> response.addMedia(toProto(file)));
            return response.build();
        });
    }

    @Override
    public void deleteMedia(DeleteMediaRequest request, StreamObserver<Empty> observer) {
        Unary.answer(observer, () -> {
            removals.remove(Ids.require("media_id", request.getMediaId()));
            return Empty.getDefaultInstance();
        });
    }

    @Override
    public void prepareMediaPreviews(
            PrepareMediaPreviewsRequest request, StreamObserver<ListMediaPreviewsResponse> observer) {
        Unary.answer(observer, () -> {
            String jobId = Ids.require("job_id", request.getJobId());
            previews.prepare(jobId, files(jobId));
            return previewsOf(jobId);
        });
    }

    @Override
    public void listMediaPreviews(
            ListMediaPreviewsRequest request, StreamObserver<ListMediaPreviewsResponse> observer) {
        Unary.answer(observer, () -> previewsOf(Ids.require("job_id", request.getJobId())));
    }

    @Override
    public void getMediaPreview(GetMediaPreviewRequest request, StreamObserver<MediaPreview> observer) {
        Unary.answer(observer, () -> {
            var file = media.media(Ids.require("media_id", request.getMediaId()));
            return PreviewWire.toProto(file.id(), previews.preview(file), links);
        });
    }

    private List<dev.rushes.server.media.Media> files(String jobId) {
        return media.list(jobId, Page.Ask.ALL).items();
    }

    private ListMediaPreviewsResponse previewsOf(String jobId) {
        List<dev.rushes.server.media.Media> files = files(jobId);
        Map<String, Preview> known = previews.byMedia(files);
        ListMediaPreviewsResponse.Builder response = ListMediaPreviewsResponse.newBuilder();
        for (var file : files) {
            Preview preview = known.get(file.id());
            if (preview != null) {
                response.addPreviews(PreviewWire.toProto(file.id(), preview, links));
            }
        }
        return response.build();
    }

    private static MediaKind kind(Media file) {
        return switch (file.getKind()) {
            case KIND_CLIP -> MediaKind.CLIP;
            case KIND_SONG -> MediaKind.SONG;
            case KIND_FINISHED_VIDEO -> MediaKind.FINISHED_VIDEO;
            case KIND_UNSPECIFIED, UNRECOGNIZED ->
                throw new Fault.Invalid(
                        "media.kind",
                        file.getKindValue() + " for \"" + file.getFileName()
                                + "\" (expected: KIND_CLIP, KIND_SONG or KIND_FINISHED_VIDEO)");
        };
    }

    private Media toProto(dev.rushes.server.media.Media file) {
        Media.Builder message = Media.newBuilder()
                .setMediaId(file.id())
                .setJobId(file.jobId())
                .setKind(Media.Kind.valueOf("KIND_" + file.kind().name()))
                .setFileName(file.fileName())
                .setSizeBytes(file.sizeBytes())
                .setSha256(file.sha256())
                .setState(file.active() ? Media.State.STATE_ACTIVE : Media.State.STATE_PENDING)
                .setCreateTime(TimeWire.toProto(file.createdAt()));
        if (file.active()) {
            message.setContentPath(links.sign("/content/media/" + file.id()));
        } else {
            message.setUploadPath("/uploads/" + file.id());
        }
        return message.build();
    }
}
