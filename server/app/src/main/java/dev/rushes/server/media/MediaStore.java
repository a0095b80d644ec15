// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.media;

import dev.rushes.server.request.Page;
import java.util.List;
import java.util.Optional;

/** Keeps records of files. */
public interface MediaStore {

    /**
     * Keeps {@code media} unless its id is known; returns what is kept. The guard sees what the project holds, and nothing is announced
     * for the project between its look and the keeping; what it throws reaches the caller and nothing is kept.
     */
    Media insert(Media media, Usage.Guard guard);

    Optional<Media> find(String mediaId);

    /** Marks the file active; returns it. Doing so twice changes nothing. */
    Media activate(String mediaId);

    /** Returns files of a job, oldest first. */
    Page<Media> list(String jobId, Page.Ask ask);

    /** Returns active files for which no analyser of any version was ever asked. */
    List<Media> activeWithoutAnalysis();

    /** Returns whose files those are; for a scope that spans creators. */
    List<String> creatorsWithoutAnalysis();

    /** Returns whether some active file has these bytes. */
    boolean isHeld(String sha256, long sizeBytes);
}
