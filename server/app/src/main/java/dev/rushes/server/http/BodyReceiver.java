// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.http;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpObject;
import com.linecorp.armeria.common.HttpRequest;
import dev.rushes.server.media.Uploads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * Writes a request body to disk piece by piece: the next piece is asked for only when the last one is written, so memory stays at one
 * piece however slow the disk is. Writes happen on the blocking executor, never on an event loop.
 */
final class BodyReceiver implements Subscriber<HttpObject> {
    private final Uploads.Writer upload;
    private final Executor blocking;
    private final CompletableFuture<Void> received = new CompletableFuture<>();
    private volatile @Nullable Subscription subscription;
    private CompletableFuture<Void> written = CompletableFuture.completedFuture(null);

    BodyReceiver(Uploads.Writer upload, Executor blocking) {
        this.upload = upload;
        this.blocking = blocking;
    }

    /** Starts receiving; the future ends when the body does. */
    CompletableFuture<Void> receive(HttpRequest request) {
        request.subscribe(this);
        return received;
    }

    @Override
    public void onSubscribe(Subscription given) {
        subscription = given;
        given.request(1);
    }

    @Override
    public void onNext(HttpObject object) {
        written = written.thenRunAsync(() -> write(object), blocking);
    }

    private void write(HttpObject object) {
        Subscription open = Objects.requireNonNull(subscription, "subscription");
        try {
            if (object instanceof HttpData data && !data.isEmpty()) {
                upload.write(ByteBuffer.wrap(data.array()));
            }
            open.request(1);
        } catch (IOException | RuntimeException e) {
            // After a cancel nothing else is signalled, so the end is told here.
            open.cancel();
            received.completeExceptionally(e);
        }
    }

    @Override
    public void onError(Throwable error) {
        end(error);
    }

    /** May be called while the last piece is still being written. */
    @Override
    public void onComplete() {
        end(null);
    }

    private void end(@Nullable Throwable error) {
        var unused = written.thenRun(() -> {
            if (error == null) {
                received.complete(null);
            } else {
                received.completeExceptionally(error);
            }
        });
    }
}
