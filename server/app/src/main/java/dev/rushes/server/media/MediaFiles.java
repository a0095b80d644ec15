// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.media;

import dev.rushes.server.blob.BlobStore;
import dev.rushes.server.fault.Fault;
import dev.rushes.server.fault.Reason;
import dev.rushes.server.project.Projects;
import dev.rushes.server.request.Page;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Announces files, finishes their uploads, and tells a listener when one is there. */
public final class MediaFiles {
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    /** Longest file name in characters: what common file systems take. */
    private static final int MAX_FILE_NAME = 255;

    /** What a job and a project may hold; taste, far above a day's shoot and a year of shoots. */
    public record Limits(long maxFileBytes, int maxFilesPerJob, int maxFilesPerProject, long maxBytesPerProject) {}

    private final MediaStore store;
    private final Projects projects;
    private final BlobStore blobs;
    private final Limits limits;
    private final InstantSource clock;
    private final Consumer<Media> onActive;

    public MediaFiles(
            MediaStore store,
            Projects projects,
            BlobStore blobs,
            Limits limits,
            InstantSource clock,
            Consumer<Media> onActive) {
        this.store = store;
        this.projects = projects;
        this.blobs = blobs;
        this.limits = limits;
        this.clock = clock;
        this.onActive = onActive;
    }

    /** What a caller says of a file before sending it. */
    public record Announcement(
            String id, String jobId, MediaKind kind, String fileName, long sizeBytes, String sha256) {}

    /** Announces a file, or returns the one announced before under its id. Known bytes are active at once. */
    public Media announce(Announcement file) {
        check(file);
        projects.job(file.jobId());
        Media kept = store.find(file.id()).orElse(null);
        if (kept == null) {
            Media announced = new Media(
                    file.id(),
                    file.jobId(),
                    file.kind(),
                    file.fileName(),
                    file.sizeBytes(),
                    file.sha256(),
                    false,
                    clock.instant());
            kept = store.insert(announced, usage -> requireQuota(usage, file));
        }
        if (!kept.active() && isClaimable(kept)) {
            return activate(kept.id());
        }
        if (!kept.active()) {
            blobs.requireRoom(kept.sizeBytes());
        }
        return kept;
    }

    private void requireQuota(Usage usage, Announcement file) {
        String name = "\"" + file.fileName() + "\"";
        if (usage.jobFiles() >= limits.maxFilesPerJob()) {
            throw exceeded(
                    "files_per_job",
                    limits.maxFilesPerJob(),
                    "job " + file.jobId() + " has " + limits.maxFilesPerJob()
                            + " files, the most one job may have; make another job for " + name);
        }
        if (usage.projectFiles() >= limits.maxFilesPerProject()) {
            throw exceeded(
                    "files_per_project",
                    limits.maxFilesPerProject(),
                    "the project has " + limits.maxFilesPerProject()
                            + " files, the most one project may have; make another project for " + name
                            + " or raise RUSHES_MAX_FILES_PER_PROJECT");
        }
        if (file.sizeBytes() > limits.maxBytesPerProject() - usage.projectBytes()) {
            throw exceeded(
                    "bytes_per_project",
                    limits.maxBytesPerProject(),
                    "the project has " + usage.projectBytes() + " bytes and may have " + limits.maxBytesPerProject()
                            + "; "
                            + name + " with " + file.sizeBytes()
                            + " bytes does not fit, make another project or raise RUSHES_MAX_BYTES_PER_PROJECT");
        }
    }

    private static Fault.Exhausted exceeded(String limit, long value, String message) {
        return new Fault.Exhausted(
                Reason.LIMIT_EXCEEDED, message, Map.of("limit", limit, "value", Long.toString(value)));
    }

    /**
     * Returns whether a file's bytes need not be sent. Only who has them already may claim bytes by their checksum: else a checksum would
     * be a key to other people's files, and the answer would tell who else has one.
     */
    boolean isClaimable(Media file) {
        return store.isHeld(file.sha256(), file.sizeBytes()) && blobs.has(file.sha256(), file.sizeBytes());
    }

    /** Marks a file whose bytes are stored as there, and tells the listener. */
    public Media activate(String mediaId) {
        Media media = store.activate(mediaId);
        onActive.accept(media);
        return media;
    }

    public Media media(String mediaId) {
        return store.find(mediaId).orElseThrow(() -> new Fault.NotFound("media", mediaId));
    }

    public Page<Media> list(String jobId, Page.Ask ask) {
        projects.job(jobId);
        return store.list(jobId, ask);
    }

    /** Returns every file of a job, oldest first. */
    public List<Media> all(String jobId) {
        return store.list(jobId, Page.Ask.ALL).items();
    }

    private void check(Announcement file) {
        String name = file.fileName();
        if (name.isBlank() || name.length() > MAX_FILE_NAME) {
            throw new Fault.Invalid(
                    "media.file_name",
                    name.isBlank()
                            ? "is empty (expected: the file's name, for example \"IMG_0412.MOV\")"
                            : "has " + name.length() + " characters (expected: at most " + MAX_FILE_NAME + ")");
        }
        if (name.chars().anyMatch(c -> c < ' ' || c == '/' || c == '\\' || c == 0x7f)) {
            throw new Fault.Invalid(
                    "media.file_name", "holds a slash or control character (expected: a bare file name)");
        }
        if (file.sizeBytes() <= 0) {
            throw new Fault.Invalid(
                    "media.size_bytes",
                    file.sizeBytes() + " for \"" + name
                            + "\" (expected: > 0; an empty file cannot be used, leave it out)");
        }
        if (file.sizeBytes() > limits.maxFileBytes()) {
            throw new Fault.Exhausted(
                    Reason.LIMIT_EXCEEDED,
                    "\"" + name + "\" has " + file.sizeBytes() + " bytes, the most one file may have is "
                            + limits.maxFileBytes() + "; split it or raise RUSHES_MAX_FILE_BYTES",
                    Map.of("limit", "file_bytes", "value", Long.toString(limits.maxFileBytes())));
        }
        if (!SHA256.matcher(file.sha256()).matches()) {
            throw new Fault.Invalid(
                    "media.sha256",
                    "\"" + file.sha256() + "\" for \"" + name + "\" (expected: 64 lower-case hexadecimal digits)");
        }
    }
}
