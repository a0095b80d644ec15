// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.rpc;

import dev.rushes.api.v1.CreateStyleProfileRequest;
import dev.rushes.api.v1.GetStyleProfileRequest;
import dev.rushes.api.v1.ImportStyleProfileRequest;
import dev.rushes.api.v1.ListStyleProfilesRequest;
import dev.rushes.api.v1.ListStyleProfilesResponse;
import dev.rushes.api.v1.StyleProfile;
import dev.rushes.api.v1.StyleProfileServiceGrpc;
import dev.rushes.server.fault.Fault;
import dev.rushes.server.id.Ids;
import dev.rushes.server.request.Page;
import dev.rushes.server.request.Requests;
import dev.rushes.server.style.SavedStyle;
import dev.rushes.server.style.Styles;
import dev.rushes.wire.StyleWire;
import io.grpc.stub.StreamObserver;

/** Style profiles over gRPC. */
final class StyleProfileGrpcService extends StyleProfileServiceGrpc.StyleProfileServiceImplBase {
    /** Largest document taken, in characters (contract: 1 MiB). */
    private static final int MAX_DOCUMENT = 1 << 20;

    private static final String LIST = "style-profiles";

    private final Styles styles;
    private final Requests requests;

    StyleProfileGrpcService(Styles styles, Requests requests) {
        this.styles = styles;
        this.requests = requests;
    }

    @Override
    public void createStyleProfile(CreateStyleProfileRequest request, StreamObserver<StyleProfile> observer) {
        Unary.answer(observer, () -> {
            dev.rushes.editorial.style.StyleProfile profile;
            try {
                profile = StyleWire.fromProto(request.getStyleProfile());
            } catch (IllegalArgumentException e) {
                throw new Fault.Invalid("style_profile", String.valueOf(e.getMessage()));
            }
            String id = Unary.resourceId(
                    requests,
                    "CreateStyleProfile",
                    request.getRequestId(),
                    request.toBuilder().clearRequestId().build());
            return toProto(styles.save(id, profile));
        });
    }

    @Override
    public void importStyleProfile(ImportStyleProfileRequest request, StreamObserver<StyleProfile> observer) {
        Unary.answer(observer, () -> {
            if (request.getDocumentJson().length() > MAX_DOCUMENT) {
                throw new Fault.Invalid(
                        "document_json",
                        "has " + request.getDocumentJson().length() + " characters (expected: at most " + MAX_DOCUMENT
                                + ")");
            }
            dev.rushes.editorial.style.StyleProfile profile = styles.read(request.getDocumentJson());
            // JSON can write characters that the text it is written in does not have.
            TextLimits.require("document_json.", StyleWire.toProto(profile));
            String id = Unary.resourceId(
                    requests,
                    "ImportStyleProfile",
                    request.getRequestId(),
                    request.toBuilder().clearRequestId().build());
            return toProto(styles.save(id, profile));
        });
    }

    @Override
    public void getStyleProfile(GetStyleProfileRequest request, StreamObserver<StyleProfile> observer) {
        Unary.answer(
                observer, () -> toProto(styles.style(Ids.require("style_profile_id", request.getStyleProfileId()))));
    }

    @Override
    public void listStyleProfiles(
            ListStyleProfilesRequest request, StreamObserver<ListStyleProfilesResponse> observer) {
        Unary.answer(observer, () -> {
            Page<SavedStyle> page = styles.styles(PageTokens.ask(LIST, request.getPageSize(), request.getPageToken()));
            ListStyleProfilesResponse.Builder response =
                    ListStyleProfilesResponse.newBuilder().setNextPageToken(PageTokens.next(LIST, page.next()));
            page.items().forEach(style -> response.addStyleProfiles(toProto(style)));
            return response.build();
        });
    }

    private static StyleProfile toProto(SavedStyle style) {
        return StyleWire.toProto(style.profile()).toBuilder()
                .setStyleProfileId(style.id())
                .build();
    }
}
