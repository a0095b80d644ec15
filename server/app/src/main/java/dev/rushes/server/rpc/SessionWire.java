// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.rpc;

import dev.rushes.api.v1.EditSession;
import dev.rushes.api.v1.EditSessionAggregate;
import dev.rushes.api.v1.EditSessionMetrics;
import dev.rushes.api.v1.RedFlag;
import dev.rushes.api.v1.SessionSurvey;
import dev.rushes.editorial.learning.SessionAggregate;
import dev.rushes.editorial.learning.SessionEvent;
import dev.rushes.editorial.learning.SessionMetrics;
import dev.rushes.server.fault.Fault;
import dev.rushes.wire.TimeWire;
import java.time.Duration;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Converts edit sessions. */
final class SessionWire {
    private SessionWire() {}

    static EditSession toProto(dev.rushes.server.session.EditSession session) {
        SessionMetrics metrics = session.metrics();
        SessionMetrics.Span span = metrics.span();
        EditSession.Builder message = EditSession.newBuilder()
                .setSessionId(span.sessionId())
                .setJobId(span.jobId())
                .setCreatorId(span.creatorId())
                .setProjectId(session.projectId())
                .setStartTime(TimeWire.toProto(span.startedAt()))
                .setLastActionTime(TimeWire.toProto(span.lastActionAt()))
                .setFirstRevision(span.firstRevision())
                .setLastRevision(span.lastRevision())
                .setMetrics(toProto(metrics));
        session.redFlags().forEach(flag -> message.addRedFlags(toProto(flag)));
        return message.build();
    }

    private static RedFlag toProto(dev.rushes.editorial.learning.RedFlag flag) {
        return RedFlag.newBuilder()
                .setType(flag.word())
                .setSeverity(
                        switch (flag.severity()) {
                            case MEDIUM -> RedFlag.Severity.SEVERITY_MEDIUM;
                            case HIGH -> RedFlag.Severity.SEVERITY_HIGH;
                        })
                .setMessage(flag.message())
                .build();
    }

    private static EditSessionMetrics toProto(SessionMetrics metrics) {
        SessionMetrics.Clips clips = metrics.clips();
        SessionMetrics.Times times = metrics.times();
        SessionMetrics.Outcome outcome = metrics.outcome();
        EditSessionMetrics.Builder message = EditSessionMetrics.newBuilder()
                .setTotalClipsGenerated(clips.generated())
                .setClipsKept(clips.kept())
                .setClipsDeleted(clips.deleted())
                .setClipsReordered(clips.reordered())
                .setClipsTrimmed(clips.trimmed())
                .setClipsAddedManually(clips.addedManually())
                .setClipsKeptPercentage(clips.keptPercentage())
                .setClipsModifiedPercentage(clips.modifiedPercentage())
                .setCutSurvivalPercentage(clips.cutSurvivalPercentage())
                .setRegenerateCount(metrics.regenerations().count())
                .addAllRegenerateInstructions(metrics.regenerations().instructions())
                .setRegenerateWithLocksCount(metrics.regenerations().withLocks())
                .setClipsLockedByUser(clips.locked())
                .setAiGenerationTime(duration(times.generation()))
                .setUserEditingTime(duration(times.editing()))
                .setEstimatedManualTime(duration(times.estimatedManual()))
                .setTimeSavedPercentage(times.savedPercentage())
                .setManualEditPercentage(times.manualEditPercentage())
                .setExported(outcome.isExported())
                .setFinalVideoDuration(TimeWire.durationOfMicros(Math.round(outcome.videoSeconds() * 1e6)));
        ifKnown(metrics.confidence().all(), message::setAvgAiConfidenceAll);
        ifKnown(metrics.confidence().kept(), message::setAvgAiConfidenceKept);
        ifKnown(metrics.confidence().deleted(), message::setAvgAiConfidenceDeleted);
        ifKnown(outcome.exportFormat(), message::setExportFormat);
        ifKnown(outcome.exportedAt(), at -> message.setExportTime(TimeWire.toProto(at)));
        ifKnown(outcome.survey(), survey -> message.setSurvey(toProto(survey)));
        return message.build();
    }

    private static SessionSurvey toProto(SessionEvent.Survey survey) {
        SessionSurvey.Builder message = SessionSurvey.newBuilder();
        ifKnown(survey.wouldPostUnchanged(), message::setWouldPostUnchanged);
        ifKnown(survey.satisfaction(), message::setUserSatisfaction);
        ifKnown(survey.manualTime(), time -> message.setManualTime(duration(time)));
        return message.build();
    }

    static SessionEvent.Survey fromProto(SessionSurvey survey) {
        try {
            return new SessionEvent.Survey(
                    survey.hasWouldPostUnchanged() ? survey.getWouldPostUnchanged() : null,
                    survey.hasUserSatisfaction() ? survey.getUserSatisfaction() : null,
                    survey.hasManualTime()
                            ? Duration.ofSeconds(
                                    survey.getManualTime().getSeconds(),
                                    survey.getManualTime().getNanos())
                            : null);
        } catch (IllegalArgumentException e) {
            throw new Fault.Invalid("survey", String.valueOf(e.getMessage()));
        }
    }

    static EditSessionAggregate toProto(SessionAggregate aggregate) {
        EditSessionAggregate.Builder message = EditSessionAggregate.newBuilder()
                .setTotalSessions(aggregate.sessions())
                .setTotalVideosExported(aggregate.videosExported());
        SessionAggregate.Quality quality = aggregate.quality();
        ifKnown(quality.wouldPostUnchangedRate(), message::setWouldPostUnchangedRate);
        ifKnown(quality.satisfaction(), message::setAvgUserSatisfaction);
        ifKnown(quality.clipsKeptPercentage(), message::setAvgClipsKeptPercentage);
        ifKnown(quality.timeSavedPercentage(), message::setAvgTimeSavedPercentage);
        ifKnown(quality.cutSurvivalPercentage(), message::setAvgCutSurvivalPercentage);
        ifKnown(aggregate.usage().regenerations(), message::setAvgRegenerateCount);
        ifKnown(aggregate.usage().mostCommonInstruction(), message::setMostCommonRegenerateInstruction);
        ifKnown(aggregate.trend().weekOverWeek(), message::setWeekOverWeekQualityImprovement);
        ifKnown(aggregate.trend().clipsKeptSlope(), message::setClipsKeptPercentageTrend);
        new TreeMap<>(aggregate.redFlags())
                .forEach((flag, count) -> message.addRedFlags(EditSessionAggregate.FlagCount.newBuilder()
                        .setType(flag.word())
                        .setSessionCount(count)));
        return message.build();
    }

    private static com.google.protobuf.Duration duration(Duration duration) {
        return com.google.protobuf.Duration.newBuilder()
                .setSeconds(duration.getSeconds())
                .setNanos(duration.getNano())
                .build();
    }

    private static <T> void ifKnown(@Nullable T value, Consumer<T> use) {
        if (value != null) {
            use.accept(value);
        }
    }
}
