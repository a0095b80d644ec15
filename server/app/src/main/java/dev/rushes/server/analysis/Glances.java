// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.analysis;

import dev.rushes.editorial.footage.ClipFeatures;
import dev.rushes.server.access.Scope;
import dev.rushes.server.blob.BlobStore;
import dev.rushes.server.media.Media;
import dev.rushes.server.task.CancelSignal;
import dev.rushes.server.task.Looked;
import dev.rushes.server.task.SourceFile;
import dev.rushes.server.task.WorkerFault;
import dev.rushes.server.task.Workers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * First looks at clips, at key frames only, for somebody who watches a draft come into being. Kept in memory and a few minutes
 * only: the full look replaces them, and nothing of them has to be erased. Thread-safe.
 */
final class Glances {
    private static final Logger LOG = LoggerFactory.getLogger(Glances.class);
    /** Longer than the full look at the clips of a large job takes. */
    private static final Duration KEPT = Duration.ofMinutes(10);

    private final BlobStore blobs;
    private final Workers workers;
    private final InstantSource clock;
    private final Map<Key, Seen> seen = new ConcurrentHashMap<>();
    private final Set<Key> underWay = ConcurrentHashMap.newKeySet();

    /** Equal bytes of two creators are looked at twice, as in full (S-40). */
    private record Key(String creatorId, String sha256, String version) {}

    /** What was seen; no features of a file that cannot be read, which the full look will say. */
    private record Seen(@Nullable ClipFeatures features, Instant at) {}

    Glances(BlobStore blobs, Workers workers, InstantSource clock) {
        this.blobs = blobs;
        this.workers = workers;
        this.clock = clock;
    }

    /** Returns what first looks at these clips have shown so far, and has those without one looked at. */
    Analyses.Glanced of(Collection<Media> clips) {
        Instant tooOld = clock.instant().minus(KEPT);
        seen.values().removeIf(one -> one.at().isBefore(tooOld));
        String version = workers.versions().map(Workers.Versions::glance).orElse("");
        Map<String, ClipFeatures> found = new HashMap<>();
        int ahead = 0;
        if (version.isEmpty()) {
            return new Analyses.Glanced(found, ahead);
        }
        for (Media clip : clips) {
            Key key = new Key(Scope.creatorId(), clip.sha256(), version);
            Seen known = seen.get(key);
            if (known == null) {
                begin(key, clip);
                ahead++;
                continue;
            }
            ClipFeatures features = known.features();
            if (features != null) {
                found.put(clip.id(), features);
            }
        }
        return new Analyses.Glanced(found, ahead);
    }

    private void begin(Key key, Media clip) {
        if (underWay.add(key)) {
            Thread.startVirtualThread(Scope.carry(() -> look(key, clip)));
        }
    }

    private void look(Key key, Media clip) {
        try {
            SourceFile file = new SourceFile(clip.fileName(), blobs.path(clip.sha256()), clip.sha256());
            Looked<ClipFeatures> looked = workers.glance(file, new CancelSignal());
            seen.put(
                    key,
                    new Seen(
                            looked instanceof Looked.Found<ClipFeatures> found ? found.value() : null,
                            clock.instant()));
        } catch (WorkerFault e) {
            // The next draft asks again; the full look tells what is wrong.
            LOG.debug("no first look at {}", clip.id(), e);
        } catch (RuntimeException e) {
            // Its bytes cannot be had, or a bug: not again before the full look has told.
            LOG.warn("no first look at {}", clip.id(), e);
            seen.put(key, new Seen(null, clock.instant()));
        } finally {
            underWay.remove(key);
        }
    }
}
