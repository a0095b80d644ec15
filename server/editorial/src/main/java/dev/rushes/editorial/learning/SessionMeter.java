// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.learning;

import dev.rushes.editorial.edit.Edit;
import dev.rushes.editorial.edit.EditLog;
import dev.rushes.editorial.edit.LoggedEdit;
import dev.rushes.editorial.timeline.DeletedShot;
import dev.rushes.editorial.timeline.Shot;
import dev.rushes.editorial.timeline.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Measures the edit sessions of a timeline's log. Stateless. */
public final class SessionMeter {
    /** Longer without an action means the person was away (taste: a look through a 60 s cut). */
    public static final Duration IDLE = Duration.ofSeconds(60);

    /** An edit by hand, where nobody said how long theirs takes: the example of the documents. */
    public static final Duration USUAL_MANUAL_TIME = Duration.ofSeconds(1800);

    /** What a person asks for who wants the whole cut anew; the documents have no word for it. */
    private static final String WHOLE_CUT = "regenerate_timeline";

    private SessionMeter() {}

    /**
     * A session of a log.
     *
     * @param sessionId id of its generation; empty for a cut that was saved before there was a log
     * @param first revision of the generated cut
     * @param last newest revision of the session
     */
    public record Span(String sessionId, long first, long last) {}

    /**
     * What is known beside the log.
     *
     * @param askedAt when the cut was asked for
     * @param wholeCuts how many cuts of the job came before this one since the last export: a person who asks for the whole anew was not
     *     served by them
     * @param events what happened in the session, oldest first
     * @param manualTime what the creator's edits take by hand; null when nobody ever said
     */
    public record Surroundings(
            Instant askedAt,
            int wholeCuts,
            List<SessionEvent> events,
            @Nullable Duration manualTime) {
        public Surroundings {
            events = List.copyOf(events);
        }
    }

    /** Returns the sessions of a log, oldest first. */
    public static List<Span> spans(List<LoggedEdit> log) {
        List<Span> spans = new ArrayList<>();
        long end = log.isEmpty() ? 0 : log.getLast().revision();
        for (LoggedEdit entry : log.reversed()) {
            if (entry.edit() instanceof Edit.Generated generated) {
                spans.addFirst(new Span(generated.generationId(), entry.revision(), end));
                end = entry.revision() - 1;
            }
        }
        return spans;
    }

    /**
     * Measures one session.
     *
     * @param log the whole log, at least up to the end of the session
     * @param span one of {@link #spans}
     */
    public static SessionMetrics measure(List<LoggedEdit> log, Span span, Surroundings surroundings) {
        Timeline start =
                EditLog.replay(log.subList(0, Math.toIntExact(span.first()))).timeline();
        EditLog ended = EditLog.replay(log.subList(0, Math.toIntExact(span.last())));
        List<LoggedEdit> edits = log.subList(Math.toIntExact(span.first()), Math.toIntExact(span.last()));
        List<LoggedEdit> inForce = edits.stream()
                .filter(entry -> !entry.isUndoOrRedo() && !ended.isUndone(entry.step()))
                .toList();
        Timeline end = ended.timeline();
        List<SessionEvent> events = surroundings.events();
        Instant startedAt = log.get(Math.toIntExact(span.first()) - 1).stamp().at();
        List<Instant> actions = Stream.concat(
                        edits.stream().map(entry -> entry.stamp().at()),
                        events.stream().map(SessionEvent::at))
                .sorted()
                .toList();
        return new SessionMetrics(
                new SessionMetrics.Span(
                        span.sessionId(),
                        end.identity().jobId(),
                        end.identity().creatorId(),
                        startedAt,
                        actions.isEmpty() ? startedAt : actions.getLast(),
                        span.first(),
                        span.last()),
                clips(start, end, inForce),
                regenerations(surroundings.wholeCuts(), events),
                times(surroundings, startedAt, edits),
                confidence(start, end),
                outcome(log, end, events));
    }

    private static SessionMetrics.Clips clips(Timeline start, Timeline end, List<LoggedEdit> inForce) {
        Set<String> moved = new HashSet<>();
        Set<String> trimmed = new HashSet<>();
        int added = 0;
        for (LoggedEdit entry : inForce) {
            switch (entry.edit()) {
                case Edit.Move move -> moved.add(move.shotId());
                case Edit.Trim trim -> trimmed.add(trim.shotId());
                case Edit.Slip slip -> trimmed.add(slip.shotId());
                case Edit.Slide slide -> trimmed.add(slide.shotId());
                case Edit.Ripple ripple -> trimmed.add(ripple.shotId());
                case Edit.Roll roll -> trimmed.addAll(List.of(roll.leftShotId(), roll.rightShotId()));
                case Edit.Insert insert -> added++;
                case Edit.Overwrite overwrite -> added++;
                case Edit.Replace replace -> added++;
                case Edit.Generated cut -> {}
                case Edit.Delete delete -> {}
                case Edit.Restore restore -> {}
                case Edit.LockShot lock -> {}
                case Edit.UnlockShot unlock -> {}
                case Edit.SetTransition transition -> {}
                case Edit.SetSongOffset offset -> {}
                case Edit.CorrectTempo tempo -> {}
                case Edit.RepairBeats repair -> {}
                case Edit.AcceptProposal accept -> {}
                case Edit.RejectProposal reject -> {}
                case Edit.Undo undo -> {}
                case Edit.Redo redo -> {}
            }
        }
        // Shares are of the generated shots; what a person does to shots that were added says nothing of the
        // generation.
        Set<String> generated = start.shots().stream().map(Shot::id).collect(Collectors.toSet());
        moved.retainAll(generated);
        trimmed.retainAll(generated);
        Set<String> modified = new HashSet<>(moved);
        modified.addAll(trimmed);
        return new SessionMetrics.Clips(
                start.shots().size(),
                kept(start, end).size(),
                deleted(start, end).size(),
                moved.size(),
                trimmed.size(),
                added,
                modified.size(),
                (int) end.shots().stream().filter(Shot::isLocked).count(),
                Math.max(0, start.shots().size() - 1),
                survivedCuts(start, end));
    }

    private static List<Shot> kept(Timeline start, Timeline end) {
        Map<String, Shot> standing = byId(end);
        return start.shots().stream()
                .filter(shot -> {
                    Shot now = standing.get(shot.id());
                    return now != null && now.clipId().equals(shot.clipId());
                })
                .toList();
    }

    private static List<Shot> deleted(Timeline start, Timeline end) {
        Set<String> gone = end.deletedShots().stream().map(DeletedShot::shotId).collect(Collectors.toSet());
        return start.shots().stream().filter(shot -> gone.contains(shot.id())).toList();
    }

    private static int survivedCuts(Timeline start, Timeline end) {
        Map<String, Shot> followers = new HashMap<>();
        for (int i = 0; i + 1 < end.shots().size(); i++) {
            followers.put(end.shots().get(i).id(), end.shots().get(i + 1));
        }
        Map<String, Shot> standing = byId(end);
        int survived = 0;
        for (int i = 0; i + 1 < start.shots().size(); i++) {
            Shot left = start.shots().get(i);
            Shot right = start.shots().get(i + 1);
            Shot leftNow = standing.get(left.id());
            Shot rightNow = followers.get(left.id());
            if (leftNow != null
                    && rightNow != null
                    && rightNow.id().equals(right.id())
                    && leftNow.clipId().equals(left.clipId())
                    && rightNow.clipId().equals(right.clipId())
                    && leftNow.source().end() == left.source().end()
                    && rightNow.source().start() == right.source().start()) {
                survived++;
            }
        }
        return survived;
    }

    private static Map<String, Shot> byId(Timeline timeline) {
        return timeline.shots().stream().collect(Collectors.toMap(Shot::id, Function.identity()));
    }

    private static SessionMetrics.Regenerations regenerations(int wholeCuts, List<SessionEvent> events) {
        List<String> instructions = new ArrayList<>(Collections.nCopies(wholeCuts, WHOLE_CUT));
        int withLocks = 0;
        for (SessionEvent event : events) {
            if (event instanceof SessionEvent.Regenerated regenerated) {
                instructions.add(regenerated.instruction());
                withLocks += regenerated.lockedShots() > 0 ? 1 : 0;
            }
        }
        return new SessionMetrics.Regenerations(instructions, withLocks);
    }

    private static SessionMetrics.Times times(Surroundings surroundings, Instant startedAt, List<LoggedEdit> edits) {
        Duration machine = atLeastZero(Duration.between(surroundings.askedAt(), startedAt));
        Duration stated = surroundings.manualTime();
        for (SessionEvent event : surroundings.events()) {
            if (event instanceof SessionEvent.Regenerated regenerated) {
                machine = machine.plus(regenerated.took());
            } else if (event instanceof SessionEvent.Surveyed surveyed
                    && surveyed.survey().manualTime() != null) {
                stated = surveyed.survey().manualTime();
            }
        }
        return new SessionMetrics.Times(
                machine, editing(edits, surroundings.events(), startedAt), stated == null ? USUAL_MANUAL_TIME : stated);
    }

    /** Adds up the gaps before edits and questions; what the machine needs for an answer or an export is not a person's time. */
    private static Duration editing(List<LoggedEdit> edits, List<SessionEvent> events, Instant startedAt) {
        record Busy(Instant from, Instant until) {}
        List<Busy> all = new ArrayList<>();
        edits.forEach(
                entry -> all.add(new Busy(entry.stamp().at(), entry.stamp().at())));
        for (SessionEvent event : events) {
            if (event instanceof SessionEvent.Regenerated regenerated) {
                all.add(new Busy(regenerated.at().minus(regenerated.took()), regenerated.at()));
            }
        }
        all.sort(Comparator.comparing(Busy::from));
        Duration editing = Duration.ZERO;
        Instant before = startedAt;
        for (Busy one : all) {
            Duration gap = atLeastZero(Duration.between(before, one.from()));
            editing = editing.plus(gap.compareTo(IDLE) > 0 ? IDLE : gap);
            before = one.until().isAfter(before) ? one.until() : before;
        }
        return editing;
    }

    private static Duration atLeastZero(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }

    private static SessionMetrics.Confidence confidence(Timeline start, Timeline end) {
        return new SessionMetrics.Confidence(mean(start.shots()), mean(kept(start, end)), mean(deleted(start, end)));
    }

    private static @Nullable Double mean(List<Shot> shots) {
        return shots.isEmpty()
                ? null
                : shots.stream()
                        .mapToDouble(shot -> shot.explanation().confidence())
                        .average()
                        .orElseThrow();
    }

    private static SessionMetrics.Outcome outcome(List<LoggedEdit> log, Timeline end, List<SessionEvent> events) {
        SessionEvent.Exported exported = null;
        SessionEvent.Survey survey = null;
        for (SessionEvent event : events) {
            if (event instanceof SessionEvent.Exported export) {
                exported = export;
            } else if (event instanceof SessionEvent.Surveyed surveyed) {
                survey = surveyed.survey();
            }
        }
        Timeline shown =
                exported == null || exported.revision() == end.identity().revision()
                        ? end
                        : EditLog.replay(log.subList(0, Math.toIntExact(exported.revision())))
                                .timeline();
        return new SessionMetrics.Outcome(
                exported == null ? null : exported.at(),
                exported == null ? null : exported.format(),
                shown.frameRate().seconds(shown.frameCount()),
                survey);
    }
}
