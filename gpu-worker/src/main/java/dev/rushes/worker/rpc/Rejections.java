// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.rpc;

import dev.rushes.api.v1.MediaRejection;
import dev.rushes.worker.decode.UnreadableMedia;

/** Turns an unreadable file into its message. */
final class Rejections {

    private Rejections() {}

    static MediaRejection toProto(UnreadableMedia e) {
        return MediaRejection.newBuilder()
                .setCode(code(e.code()))
                .setMessage(e.getMessage())
                .build();
    }

    private static MediaRejection.Code code(UnreadableMedia.Code code) {
        return switch (code) {
            case EMPTY -> MediaRejection.Code.CODE_EMPTY;
            case NOT_MEDIA -> MediaRejection.Code.CODE_NOT_MEDIA;
            case UNSUPPORTED_CODEC -> MediaRejection.Code.CODE_UNSUPPORTED_CODEC;
            case NO_VIDEO -> MediaRejection.Code.CODE_NO_VIDEO;
            case NO_AUDIO -> MediaRejection.Code.CODE_NO_AUDIO;
            case CORRUPT -> MediaRejection.Code.CODE_CORRUPT;
            case TOO_LARGE -> MediaRejection.Code.CODE_TOO_LARGE;
            case TOO_LONG -> MediaRejection.Code.CODE_TOO_LONG;
            case TOO_SMALL -> MediaRejection.Code.CODE_TOO_SMALL;
            case DECODER_FAILED -> MediaRejection.Code.CODE_DECODER_FAILED;
        };
    }
}
