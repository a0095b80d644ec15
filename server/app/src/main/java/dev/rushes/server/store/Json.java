// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.store;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.rushes.editorial.edit.Edit;
import dev.rushes.editorial.learning.SessionEvent;
import dev.rushes.editorial.music.ByteCurve;
import dev.rushes.editorial.music.GridCorrection;
import dev.rushes.server.analysis.Finding;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;

/** Records as jsonb: components by name, instants and durations as ISO 8601 text, byte curves as base64. Unknown members are ignored on reading. */
final class Json {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            // Looks at clips are lists of numbers: reading 200 of them is a third of what a first proposal waits for.
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .visibility(PropertyAccessor.ALL, JsonAutoDetect.Visibility.NONE)
            .visibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY)
            .visibility(PropertyAccessor.CREATOR, JsonAutoDetect.Visibility.ANY)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .addModule(new SimpleModule()
                    .addSerializer(Instant.class, new AsText<>())
                    .addDeserializer(Instant.class, new Parsed<>(Instant::parse))
                    .addSerializer(Duration.class, new AsText<>())
                    .addDeserializer(Duration.class, new Parsed<>(Duration::parse))
                    .addSerializer(ByteCurve.class, new AsBytes())
                    .addDeserializer(ByteCurve.class, new FromBytes()))
            .addMixIn(Finding.class, FindingTypes.class)
            .addMixIn(Edit.class, EditTypes.class)
            .addMixIn(GridCorrection.class, GridCorrectionTypes.class)
            .addMixIn(SessionEvent.class, SessionEventTypes.class)
            .build();

    private Json() {}

    static JSONB write(Object value) {
        try {
            return JSONB.jsonb(MAPPER.writeValueAsString(value));
        } catch (JacksonException e) {
            throw new IllegalStateException("cannot write " + value.getClass().getSimpleName() + " as JSON", e);
        }
    }

    static @Nullable JSONB writeOrNull(@Nullable Object value) {
        return value == null ? null : write(value);
    }

    static <T> T read(JSONB json, Class<T> type) {
        try {
            return MAPPER.readValue(json.data(), type);
        } catch (JacksonException e) {
            throw new IllegalStateException("a stored " + type.getSimpleName() + " cannot be read", e);
        }
    }

    static <T> @Nullable T readOrNull(@Nullable JSONB json, Class<T> type) {
        return json == null ? null : read(json, type);
    }

    static <T> T read(JSONB json, TypeReference<T> type) {
        try {
            return MAPPER.readValue(json.data(), type);
        } catch (JacksonException e) {
            throw new IllegalStateException("a stored " + type.getType() + " cannot be read", e);
        }
    }

    /** Names of the kinds of findings as stored; never rename one. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Finding.OfClip.class, name = "clip"),
        @JsonSubTypes.Type(value = Finding.OfSong.class, name = "song"),
        @JsonSubTypes.Type(value = Finding.OfVideo.class, name = "video"),
        @JsonSubTypes.Type(value = Finding.Rejected.class, name = "rejected")
    })
    private interface FindingTypes {}

    /** Names of the kinds of edits as stored; never rename one. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Edit.Generated.class, name = "generated"),
        @JsonSubTypes.Type(value = Edit.Move.class, name = "move"),
        @JsonSubTypes.Type(value = Edit.Trim.class, name = "trim"),
        @JsonSubTypes.Type(value = Edit.Slip.class, name = "slip"),
        @JsonSubTypes.Type(value = Edit.Slide.class, name = "slide"),
        @JsonSubTypes.Type(value = Edit.Roll.class, name = "roll"),
        @JsonSubTypes.Type(value = Edit.Ripple.class, name = "ripple"),
        @JsonSubTypes.Type(value = Edit.Insert.class, name = "insert"),
        @JsonSubTypes.Type(value = Edit.Overwrite.class, name = "overwrite"),
        @JsonSubTypes.Type(value = Edit.Replace.class, name = "replace"),
        @JsonSubTypes.Type(value = Edit.Delete.class, name = "delete"),
        @JsonSubTypes.Type(value = Edit.Restore.class, name = "restore"),
        @JsonSubTypes.Type(value = Edit.LockShot.class, name = "lock"),
        @JsonSubTypes.Type(value = Edit.UnlockShot.class, name = "unlock"),
        @JsonSubTypes.Type(value = Edit.SetTransition.class, name = "transition"),
        @JsonSubTypes.Type(value = Edit.SetSongOffset.class, name = "song_offset"),
        @JsonSubTypes.Type(value = Edit.CorrectTempo.class, name = "tempo"),
        @JsonSubTypes.Type(value = Edit.RepairBeats.class, name = "repair_beats"),
        @JsonSubTypes.Type(value = Edit.AcceptProposal.class, name = "accept_proposal"),
        @JsonSubTypes.Type(value = Edit.RejectProposal.class, name = "reject_proposal"),
        @JsonSubTypes.Type(value = Edit.Undo.class, name = "undo"),
        @JsonSubTypes.Type(value = Edit.Redo.class, name = "redo")
    })
    private interface EditTypes {}

    /** Names of what people say about beats as stored; never rename one. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = GridCorrection.Doubled.class, name = "doubled"),
        @JsonSubTypes.Type(value = GridCorrection.Halved.class, name = "halved"),
        @JsonSubTypes.Type(value = GridCorrection.Tapped.class, name = "tapped"),
        @JsonSubTypes.Type(value = GridCorrection.Nudged.class, name = "nudged"),
        @JsonSubTypes.Type(value = GridCorrection.DownbeatSet.class, name = "downbeat")
    })
    private interface GridCorrectionTypes {}

    /** Names of what people do in a session as stored; never rename one. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = SessionEvent.Regenerated.class, name = "regenerated"),
        @JsonSubTypes.Type(value = SessionEvent.Exported.class, name = "exported"),
        @JsonSubTypes.Type(value = SessionEvent.Surveyed.class, name = "surveyed")
    })
    private interface SessionEventTypes {}

    private static final class AsText<T> extends JsonSerializer<T> {
        @Override
        public void serialize(T value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(String.valueOf(value));
        }
    }

    /** A curve as base64. */
    private static final class AsBytes extends JsonSerializer<ByteCurve> {
        @Override
        public void serialize(ByteCurve value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeBinary(value.toBytes());
        }
    }

    private static final class FromBytes extends JsonDeserializer<ByteCurve> {
        @Override
        public ByteCurve deserialize(JsonParser in, DeserializationContext context) throws IOException {
            return ByteCurve.of(in.getBinaryValue());
        }
    }

    private static final class Parsed<T> extends JsonDeserializer<T> {
        private final java.util.function.Function<String, T> parse;

        Parsed(java.util.function.Function<String, T> parse) {
            this.parse = parse;
        }

        @Override
        public T deserialize(JsonParser in, DeserializationContext context) throws IOException {
            return parse.apply(in.getText());
        }
    }
}
