// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.handoff;

import dev.rushes.editorial.footage.ClipFeatures;
import dev.rushes.editorial.footage.SubjectBox;
import dev.rushes.editorial.interchange.Feature;
import dev.rushes.editorial.interchange.Format;
import dev.rushes.editorial.interchange.HandOff;
import dev.rushes.editorial.interchange.Loss;
import dev.rushes.editorial.interchange.LossReport;
import dev.rushes.editorial.interchange.MediaReference;
import dev.rushes.editorial.time.FrameRate;
import dev.rushes.editorial.time.SongTime;
import dev.rushes.editorial.time.Timecode;
import dev.rushes.editorial.timeline.FinalStatus;
import dev.rushes.editorial.timeline.Shot;
import dev.rushes.editorial.timeline.Timeline;
import dev.rushes.server.analysis.Analyses;
import dev.rushes.server.analysis.Analysis;
import dev.rushes.server.analysis.Finding;
import dev.rushes.server.comment.Comments;
import dev.rushes.server.fault.Fault;
import dev.rushes.server.fault.Reason;
import dev.rushes.server.media.Media;
import dev.rushes.server.media.MediaFiles;
import dev.rushes.server.project.Job;
import dev.rushes.server.project.Projects;
import dev.rushes.server.render.Resolution;
import dev.rushes.server.request.Page;
import dev.rushes.server.timeline.Timelines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes timelines as documents for editing programs. Safe for use by several threads. */
public final class HandOffs {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final Projects projects;
    private final Timelines timelines;
    private final MediaFiles media;
    private final Analyses analyses;
    private final Comments comments;
    private final Counters counters;
    private final Watcher watcher;

    /** What is handed off comes from these. */
    public record Footing(
            Projects projects, Timelines timelines, MediaFiles media, Analyses analyses, Comments comments) {}

    public HandOffs(Footing footing, Counters counters, Watcher watcher) {
        this.projects = footing.projects();
        this.timelines = footing.timelines();
        this.media = footing.media();
        this.analyses = footing.analyses();
        this.comments = footing.comments();
        this.counters = counters;
        this.watcher = watcher;
    }

    /** Is told of documents for editing programs, and knows how a job ended so far. */
    public interface Watcher {
        /** A document was made; must not throw. */
        void exported(Timeline timeline, Format format);

        /** Returns how the session of a revision ended so far, null when nothing is known. */
        @Nullable
        FinalStatus finalStatus(Timeline timeline);
    }

    /** What is asked for; {@code mediaRoot} is the absolute folder of the clips on the editing machine, or empty. */
    public record Wish(Format format, String mediaRoot, boolean dropFrame) {}

    /** A document and what it cannot carry. */
    public record Document(String text, String fileName, LossReport report) {}

    /** Writes a revision of a job's timeline, the newest for 0. */
    public Document export(String jobId, long revision, Wish wish) {
        MediaRoot root = MediaRoot.parse(wish.mediaRoot());
        Job job = projects.job(jobId);
        Timeline timeline = timelines.timeline(job.id(), revision);
        if (wish.dropFrame() && !Timecode.canDropFrames(timeline.frameRate())) {
            throw new Fault.Invalid(
                    "drop_frame",
                    "true on a timeline at " + timeline.frameRate() + " (expected: 30000/1001 or 60000/1001)");
        }
        // The timeline JSON is how programs read the timeline, not a hand-off to people.
        boolean document = wish.format() == Format.TIMELINE_JSON;
        Footage footage = footage(job, timeline, document, root);
        Resolution size = Resolution.of(job.shape());
        HandOff handOff = HandOff.planned(
                        new HandOff.Sequence(job.displayName(), size.width(), size.height(), wish.dropFrame()),
                        document ? timeline.withFinalStatus(watcher.finalStatus(timeline)) : timeline,
                        footage.clips(),
                        footage.song(),
                        footage.subjects())
                .saying(said(job));
        StringBuilder text = new StringBuilder();
        try {
            LossReport report = wish.format().write(handOff, text);
            if (!document) {
                watcher.exported(timeline, wish.format());
            }
            return new Document(
                    text.toString(), fileName(job, wish.format()), withUncounted(report, timeline, footage));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<HandOff.Comment> said(Job job) {
        return comments.list(job.id(), Page.Ask.ALL).items().stream()
                .map(comment -> new HandOff.Comment(
                        comment.anchor().clipId(),
                        comment.anchor().source(),
                        comment.author().name() + ": " + comment.text(),
                        comment.resolution() == null ? "" : comment.resolution().by()))
                .toList();
    }

    private record Footage(
            Map<String, MediaReference> clips,
            MediaReference song,
            Map<String, List<SubjectBox>> subjects,
            List<String> uncounted) {}

    /** The timeline JSON says nothing a probe would tell. */
    private Footage footage(Job job, Timeline timeline, boolean unprobed, MediaRoot root) {
        Map<String, Media> files =
                media.all(job.id()).stream().collect(Collectors.toMap(Media::id, Function.identity()));
        List<Media> used = new ArrayList<>();
        for (String id :
                new TreeSet<>(timeline.shots().stream().map(Shot::clipId).toList())) {
            used.add(present(files.get(id)));
        }
        Media song = present(files.get(timeline.song().songId()));
        Map<String, Counted> facts = unprobed ? Map.of() : counters.count(used, song);
        Map<String, Analysis> known = analyses.known(used);
        Map<String, MediaReference> clips = new HashMap<>();
        Map<String, List<SubjectBox>> subjects = new HashMap<>();
        List<String> uncounted = new ArrayList<>();
        for (Media file : used) {
            Analysis analysis = known.get(file.id());
            ClipFeatures features =
                    analysis != null && analysis.finding() instanceof Finding.OfClip clip ? clip.features() : null;
            Counted counted = facts.get(file.id());
            if (counted == null) {
                uncounted.add(file.id());
            }
            clips.put(file.id(), reference(file, counted, features, root));
            if (features != null) {
                subjects.put(file.id(), features.subjectTrack());
            }
        }
        return new Footage(
                clips,
                song(song, facts.get(song.id()), timeline, root),
                subjects,
                unprobed ? List.of() : List.copyOf(uncounted));
    }

    private static Media present(@Nullable Media file) {
        if (file == null) {
            throw new Fault.Refused(
                    Reason.WRONG_STATE, "a file of the timeline is no longer part of the job; generate again");
        }
        return file;
    }

    private static MediaReference reference(
            Media file, @Nullable Counted counted, @Nullable ClipFeatures features, MediaRoot root) {
        String url = root.of(file.fileName());
        if (counted != null) {
            return new MediaReference(file.fileName(), url, counted.timing(), counted.picture(), counted.sound());
        }
        if (features == null) {
            throw new Fault.Unavailable(
                    Reason.WORKER_UNAVAILABLE,
                    "\"" + file.fileName() + "\" is not looked at yet and no worker can do it now; try again",
                    RETRY_AFTER);
        }
        FrameRate rate = features.frameRate();
        long count = SongTime.toFrame(features.durationSeconds(), rate);
        return new MediaReference(
                file.fileName(),
                url,
                new MediaReference.Timing(rate, count, false, null),
                new MediaReference.Picture(features.width(), features.height()),
                null);
    }

    private static MediaReference song(Media file, @Nullable Counted counted, Timeline timeline, MediaRoot root) {
        double seconds = counted == null
                ? timeline.song().startSeconds() + timeline.song().durationSeconds()
                : counted.durationSeconds();
        FrameRate rate = timeline.frameRate();
        return new MediaReference(
                file.fileName(),
                root.of(file.fileName()),
                new MediaReference.Timing(rate, SongTime.toFrame(seconds, rate), false, null),
                null,
                counted == null ? null : counted.sound());
    }

    /** Adds that clips no worker could probe were counted by what their analysis says. */
    private static LossReport withUncounted(LossReport report, Timeline timeline, Footage footage) {
        List<Integer> shots = new ArrayList<>();
        for (int i = 0; i < timeline.shots().size(); i++) {
            if (footage.uncounted().contains(timeline.shots().get(i).clipId())) {
                shots.add(i + 1);
            }
        }
        if (shots.isEmpty()) {
            return report;
        }
        List<Loss> losses = new ArrayList<>(report.losses());
        losses.add(new Loss(
                Feature.START_TIMECODE,
                shots,
                "no worker could read the clip now; its start timecode is missing and its frame rate is the average "
                        + "found before; export again."));
        losses.sort((one, other) -> one.feature().compareTo(other.feature()));
        return new LossReport(report.format(), losses);
    }

    private static String fileName(Job job, Format format) {
        String name = job.displayName().replaceAll("[^\\p{L}\\p{N} ._-]+", "-").strip();
        String safe = name.replaceFirst("^[. -]+", "");
        return (safe.isEmpty() ? "edit" : Objects.requireNonNull(safe)) + format.suffix();
    }
}
