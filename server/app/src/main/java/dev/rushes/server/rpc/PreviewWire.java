// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.rpc;

import dev.rushes.api.v1.MediaPreview;
import dev.rushes.server.link.ContentLinks;
import dev.rushes.server.preview.Preview;
import dev.rushes.server.task.PreviewFile;
import dev.rushes.wire.TimeWire;

/** Previews as messages, with links that are good for some minutes. */
final class PreviewWire {
    private PreviewWire() {}

    static MediaPreview toProto(String mediaId, Preview preview, ContentLinks links) {
        MediaPreview.Builder message = MediaPreview.newBuilder()
                .setMediaId(mediaId)
                .setState(MediaPreview.State.valueOf("STATE_" + preview.state().name()))
                .setUpdateTime(TimeWire.toProto(preview.updatedAt()));
        for (PreviewFile file : preview.files()) {
            MediaPreview.Blob blob = MediaPreview.Blob.newBuilder()
                    .setContentPath(links.sign("/content/previews/" + mediaId + "/" + file.name()))
                    .setSizeBytes(file.sizeBytes())
                    .setSha256(file.sha256())
                    .build();
            switch (file.role()) {
                case PROXY ->
                    message.setProxy(MediaPreview.Proxy.newBuilder()
                            .setBlob(blob)
                            .setWidth(file.width())
                            .setHeight(file.height())
                            .setFrameCount(file.count())
                            .setDuration(TimeWire.durationOfMicros(file.micros())));
                case POSTER -> message.setPoster(still(blob, file));
                case THUMBNAIL -> message.setThumbnail(still(blob, file));
                case FILMSTRIP ->
                    message.setFilmstrip(MediaPreview.Filmstrip.newBuilder()
                            .setBlob(blob)
                            .setTileWidth(file.width())
                            .setTileHeight(file.height())
                            .setTileCount(Math.toIntExact(file.count()))
                            .setColumnCount(file.columns())
                            .setTileInterval(TimeWire.durationOfMicros(file.micros())));
                case PEAKS ->
                    message.addPeaks(MediaPreview.Peaks.newBuilder()
                            .setBlob(blob)
                            .setSampleRate(file.sampleRate())
                            .setSamplesPerPeak(file.samplesPerPeak())
                            .setPeakCount(Math.toIntExact(file.count())));
            }
        }
        if (preview.failure() != null) {
            message.setError(StatusMapper.status(preview.failure()));
        }
        return message.build();
    }

    private static MediaPreview.Still.Builder still(MediaPreview.Blob blob, PreviewFile file) {
        return MediaPreview.Still.newBuilder()
                .setBlob(blob)
                .setWidth(file.width())
                .setHeight(file.height());
    }
}
