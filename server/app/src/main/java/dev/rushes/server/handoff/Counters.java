// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.handoff;

import dev.rushes.server.blob.BlobStore;
import dev.rushes.server.media.Media;
import dev.rushes.server.task.CancelSignal;
import dev.rushes.server.task.Looked;
import dev.rushes.server.task.MediaFacts;
import dev.rushes.server.task.SourceFile;
import dev.rushes.server.task.WorkerFault;
import dev.rushes.server.task.Workers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks workers how files count, a few at a time; bytes never change, so answers are kept. Safe for use by several threads. */
public final class Counters {
    private static final Logger LOG = LoggerFactory.getLogger(Counters.class);
    private static final int AT_ONCE = 4;
    private static final int KEPT = 10_000;

    private final Workers workers;
    private final BlobStore blobs;
    private final Map<String, Counted> known = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Counted> eldest) {
            return size() > KEPT;
        }
    });

    public Counters(Workers workers, BlobStore blobs) {
        this.workers = workers;
        this.blobs = blobs;
    }

    /** Returns what is known of files, by media id; those that cannot be probed now are not in it. */
    Map<String, Counted> count(List<Media> clips, Media song) {
        List<Media> files = new ArrayList<>(clips);
        files.add(song);
        Map<String, Counted> found = new ConcurrentHashMap<>();
        try (ExecutorService threads =
                Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            files.forEach(file -> threads.execute(() -> count(file, found)));
        }
        return found;
    }

    private void count(Media file, Map<String, Counted> found) {
        Counted before = known.get(file.sha256());
        if (before != null) {
            found.put(file.id(), before);
            return;
        }
        try {
            SourceFile source = new SourceFile(file.fileName(), blobs.path(file.sha256()), file.sha256());
            switch (workers.probe(source, new CancelSignal())) {
                case Looked.Found<MediaFacts> facts -> {
                    Counted counted = Counted.of(facts.value());
                    known.put(file.sha256(), counted);
                    found.put(file.id(), counted);
                }
                case Looked.Rejected<MediaFacts> rejected ->
                    LOG.warn("\"{}\" cannot be probed: {}", file.fileName(), rejected.message());
            }
        } catch (WorkerFault e) {
            LOG.warn("no worker could probe \"{}\" now", file.fileName(), e);
        }
    }
}
