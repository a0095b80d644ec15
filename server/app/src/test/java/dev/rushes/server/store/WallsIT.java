// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rushes.db.DefaultSchema;
import dev.rushes.editorial.edit.Aspect;
import dev.rushes.editorial.edit.Conflict;
import dev.rushes.editorial.footage.FramingEvidence;
import dev.rushes.editorial.footage.ShotType;
import dev.rushes.editorial.learning.SessionEvent;
import dev.rushes.editorial.music.GridCorrection;
import dev.rushes.editorial.style.DefaultStyle;
import dev.rushes.postgres.LocalPostgres;
import dev.rushes.postgres.PostgresConfig;
import dev.rushes.server.access.Scope;
import dev.rushes.server.analysis.Analysis;
import dev.rushes.server.audit.AuditEvent;
import dev.rushes.server.comment.Comment;
import dev.rushes.server.comment.CommentStore;
import dev.rushes.server.fault.Failure;
import dev.rushes.server.framing.FramingCorrection;
import dev.rushes.server.generation.Generation;
import dev.rushes.server.media.Media;
import dev.rushes.server.media.MediaKind;
import dev.rushes.server.preview.Preview;
import dev.rushes.server.project.Job;
import dev.rushes.server.project.Project;
import dev.rushes.server.removal.RemovalStore;
import dev.rushes.server.render.Render;
import dev.rushes.server.request.Page;
import dev.rushes.server.request.RequestStore;
import dev.rushes.server.session.SessionStore;
import dev.rushes.server.song.SongRepair;
import dev.rushes.server.style.SavedStyle;
import dev.rushes.server.timeline.TimelineStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The second wall: without any filter in the code, PostgreSQL shows and changes one creator's rows and no others (P-24). */
@Tag("promise")
class WallsIT extends StoreFixtures {
    /** Tables without anybody's work: the scheduler's, and people's, which no creator's scope may even read. */
    private static final Set<String> SHARED = Set.of(
            "scheduled_tasks",
            "creators",
            "users",
            "memberships",
            "api_tokens",
            "pairings",
            "erasures",
            "erasure_files",
            "flyway_schema_history");

    /** Tables of which a creator's scope may change nothing. */
    private static final Set<String> APPENDED = Set.of("audit_events", "audit_heads");

    private static final Scope ADA = Scope.creator("ada");
    private static final Scope BOB = Scope.creator("bob");

    @TempDir
    static Path folder;

    private static LocalPostgres postgres;
    private static Database database;

    @BeforeAll
    static void open() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        postgres = LocalPostgres.start(PostgresConfig.disposable(folder.resolve("postgres")));
        database = Database.open(new Database.Address(postgres.jdbcUrl(), postgres.user(), postgres.password()), 4);
        Tenants.add(database, "ada");
        Tenants.add(database, "bob");
    }

    @AfterAll
    static void close() throws IOException {
        database.close();
        postgres.close();
    }

    @Override
    Stores stores() {
        return Stores.of(database);
    }

    private static final TimelineStore.Request MERGE =
            new TimelineStore.Request("0195cd6f-0000-4000-8000-000000000001", "digest");
    private static final TimelineStore.Left LEFT = new TimelineStore.Left(
            1, List.of(new Conflict(0, 0, "", new Aspect(Aspect.Kind.SONG, ""), "look and decide again")));

    /** One row of everything, of one creator. */
    private record Work(
            Job job, Media media, Render render, Analysis analysis, Preview preview, SavedStyle style, String cutJob) {}

    private Work work() {
        Project project = project();
        Job job = job(project);
        Media media = media(job, MediaKind.CLIP);
        Render render = render();
        kept(render);
        Preview preview = stores().previews().ensure(preview());
        stores().previews().want(job.id(), NOW);
        SavedStyle style = stores().styles().insert(new SavedStyle(ids.next(), DefaultStyle.profile(), NOW));
        stores().uploads().acquire(media.id(), "a", Duration.ofSeconds(9), NOW);
        Generation session = kept(generation(job));
        stores().sessions()
                .append(
                        ids.next(),
                        new SessionStore.Beginning(session.id(), job.id(), NOW),
                        new SessionEvent.Exported(NOW, "mp4", 1));
        stores().people()
                .audit()
                .append(
                        Scope.creatorId(),
                        new AuditEvent.Call(NOW, "user", "token", "Service/Method", "subject", "OK"));
        stores().comments().insert(comment(media, null, "ada"), 9);
        stores().songRepairs().append(new SongRepair(ids.next(), media.id(), 1, new GridCorrection.Doubled(), NOW));
        stores().framings().append(correction(media.id(), 1));
        stores().removals().remove(media(job, MediaKind.CLIP).id(), 0);
        stores().requests().reserve(new RequestStore.Entry(ids.next(), "CreateJob", "digest", ids.next()), NOW);
        String cutJob = cutJob();
        stores().timelines().appendMerge(cutJob, MERGE, List.of(), LEFT, null);
        return new Work(job, media, render, stores().analyses().ensure(analysis()), preview, style, cutJob);
    }

    private FramingCorrection correction(String mediaId, int ordinal) {
        return new FramingCorrection(ids.next(), mediaId, ordinal, ShotType.WIDE, null, FramingEvidence.NONE, NOW);
    }

    @Test
    void everyTableOfWorkIsWalled() {
        List<String> open = Scope.SYSTEM.call(() -> database.dsl()
                .resultQuery(
                        "select relname from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace"
                                + " and not (relrowsecurity and relforcerowsecurity)")
                .fetch(row -> String.valueOf(row.get(0))));
        assertThat(open)
                .as("a new table of work needs its wall, see db/README.md")
                .isSubsetOf(SHARED);
        ADA.run(() -> {
            for (String people : Set.of(
                    "users",
                    "memberships",
                    "api_tokens",
                    "pairings",
                    "erasures",
                    "erasure_files",
                    "creators",
                    "scheduled_tasks")) {
                assertThatThrownBy(() -> database.dsl().fetchCount(DSL.table(people)))
                        .as(people)
                        .hasMessageContaining("permission denied");
            }
        });
    }

    @Test
    void statementsWithoutAnyFilterSeeAndChangeOneCreatorsRows() {
        ADA.run(this::work);
        Map<String, String> before = contents();
        BOB.run(() -> {
            for (Table<?> table : tables()) {
                assertThat(database.dsl().fetchCount(table))
                        .as("bob sees %s", table.getName())
                        .isZero();
                if (APPENDED.contains(table.getName())) {
                    assertThatThrownBy(() -> database.dsl().deleteFrom(table).execute())
                            .hasMessageContaining("permission denied");
                    continue;
                }
                assertThat(database.dsl().deleteFrom(table).execute())
                        .as("bob deletes from %s", table.getName())
                        .isZero();
            }
        });
        assertThat(contents()).isEqualTo(before);
        assertThat(before.values()).as("every table has rows to see").doesNotContain("");
    }

    @Test
    void storesSeeAndChangeNothingOfOthers() {
        Work hers = ADA.call(this::work);
        Map<String, String> before = contents();
        Map<String, Callable<?>> asks = asks(hers);
        BOB.run(() -> asks.forEach((name, ask) -> {
            Object answer;
            try {
                answer = ask.call();
            } catch (Exception e) {
                return;
            }
            assertThat(isNothing(answer)).as("%s answered %s", name, answer).isTrue();
        }));
        assertThat(contents()).isEqualTo(before);
        assertThat(asks).hasSizeGreaterThan(25);
    }

    private static boolean isNothing(Object answer) {
        return switch (answer) {
            case Optional<?> maybe -> maybe.isEmpty();
            case Page<?> page -> page.items().isEmpty();
            case java.util.Collection<?> many -> many.isEmpty();
            case Map<?, ?> many -> many.isEmpty();
            case Boolean yes -> !yes;
            case Number many -> many.longValue() == 0;
            default -> false;
        };
    }

    private Map<String, Callable<?>> asks(Work hers) {
        Stores all = stores();
        String job = hers.job().id();
        String media = hers.media().id();
        String render = hers.render().id();
        Map<String, Callable<?>> asks = new TreeMap<>();
        asks.put("project", () -> all.projects().findProject(hers.job().projectId()));
        asks.put("projects", () -> all.projects().listProjects(Page.Ask.ALL));
        asks.put("job", () -> all.projects().findJob(job));
        asks.put("jobs", () -> all.projects().listJobs(hers.job().projectId(), Page.Ask.ALL));
        asks.put("all jobs", () -> all.projects().listJobs(null, Page.Ask.ALL));
        asks.put(
                "a job in her project",
                () -> all.projects()
                        .insert(
                                new Job(
                                        ids.next(),
                                        hers.job().projectId(),
                                        "x",
                                        Duration.ofSeconds(9),
                                        hers.job().shape(),
                                        hers.job().frameRate(),
                                        NOW),
                                9));
        asks.put("media", () -> all.media().find(media));
        asks.put("media of job", () -> all.media().list(job, Page.Ask.ALL));
        asks.put("activate", () -> all.media().activate(media));
        asks.put("held", () -> all.media().isHeld(SHA, 12));
        asks.put("a file in her job", () -> media(hers.job(), MediaKind.CLIP));
        asks.put("without analysis", () -> all.media().activeWithoutAnalysis());
        asks.put("analysis", () -> all.analyses().find(hers.analysis().id()));
        asks.put(
                "analyses", () -> all.analyses().findAll(List.of(hers.analysis().key())));
        asks.put("begin analysis", () -> all.analyses().begin(hers.analysis().id(), NOW));
        asks.put("open analyses", () -> all.analyses().open());
        asks.put("fail analysis", () -> all.analyses().fail(hers.analysis().id(), 0, "x", NOW));
        asks.put("repairs", () -> all.songRepairs().all(List.of(media)));
        asks.put(
                "a repair of her song",
                () -> all.songRepairs()
                        .append(new SongRepair(ids.next(), media, 2, new GridCorrection.Doubled(), NOW)));
        asks.put("corrections", () -> all.framings().all(media));
        asks.put("corrections to learn from", () -> all.framings().inForce(9));
        asks.put("the last words on her clip", () -> all.framings().inForce(List.of(media)));
        asks.put("a correction of her clip", () -> all.framings().append(correction(media, 2)));
        asks.put("style", () -> all.styles().find(hers.style().id()));
        asks.put("styles", () -> all.styles().list(Page.Ask.ALL));
        asks.put("change her job", () -> all.projects().update(job, new Job.Change("x", null, null)));
        asks.put("preview", () -> all.previews().find(hers.preview().id()));
        asks.put("previews", () -> all.previews().findAll(List.of(hers.preview().key())));
        asks.put("begin preview", () -> all.previews().begin(hers.preview().id(), NOW));
        asks.put("previews wanted", () -> all.previews().isWanted(job));
        asks.put("render", () -> all.renders().find(render));
        asks.put("begin render", () -> all.renders().begin(render, NOW));
        asks.put("cancel render", () -> all.renders().cancel(render, NOW));
        asks.put(
                "a render of her cut",
                () -> all.renders()
                        .insert(
                                new Render(
                                        ids.next(),
                                        hers.render().order(),
                                        hers.render().state(),
                                        0,
                                        0,
                                        hers.render().progress(),
                                        null,
                                        null,
                                        1,
                                        NOW,
                                        NOW),
                                9));
        asks.put("a generation in her job", () -> all.generations().insert(generation(hers.job()), 9));
        asks.put("upload offset", () -> all.uploads().offset(media));
        asks.put("upload", () -> all.uploads().acquire(media, "b", Duration.ofSeconds(9), NOW));
        asks.put("release uploads", () -> all.uploads().releaseAll("a"));
        asks.put("forget uploads", () -> all.uploads().forgetIdleSince(NOW.plusSeconds(99)));
        asks.put("forget requests", () -> all.requests().forgetBefore(NOW.plusSeconds(99)));
        asks.put("latest timeline", () -> all.timelines().newestRevision(hers.cutJob()));
        asks.put("edits", () -> all.timelines().edits(hers.cutJob(), 0, 9));
        asks.put("an edit of her cut", () -> all.timelines().append(hers.cutJob(), null, List.of(slip(2)), null));
        asks.put("a merge", () -> all.timelines().recorded(hers.cutJob(), MERGE.id()));
        asks.put(
                "a merge into her cut",
                () -> all.timelines()
                        .appendMerge(hers.cutJob(), new TimelineStore.Request(ids.next(), "x"), List.of(), LEFT, null));
        asks.put("snapshot", () -> all.timelines().snapshot(hers.cutJob(), 9));
        asks.put("session events", () -> all.sessions().events(job));
        asks.put("sessions", () -> all.sessions().ofJob(hers.cutJob()));
        asks.put("audit events", () -> all.people().audit().after(0, 9));
        asks.put("audit head", () -> all.people().audit().head());
        Comment said = Scope.SYSTEM.call(
                () -> all.comments().list(job, Page.Ask.ALL).items().getFirst());
        asks.put("comment", () -> all.comments().find(said.id()));
        asks.put("comments", () -> all.comments().list(job, Page.Ask.ALL));
        asks.put("settle a comment", () -> all.comments().settle(said.id(), new Comment.Resolution("bob", NOW)));
        asks.put(
                "delete a comment",
                () -> all.comments().delete(said.id(), null) == CommentStore.Deletion.ABSENT ? 0 : "deleted");
        asks.put("changes of comments", () -> all.comments().changes(job, 0).comments());
        asks.put("a comment on her clip", () -> all.comments().insert(comment(hers.media(), null, "bob"), 9));
        asks.put(
                "take her file out",
                () -> all.removals().remove(media, 0) == RemovalStore.Outcome.ABSENT ? 0 : "taken");
        asks.put("freed files", () -> all.removals().freed(9));
        asks.put("open renders", () -> all.renders().open());
        asks.put("failure", () -> all.renders().fail(render, 0, Failure.internal("x"), NOW));
        return asks;
    }

    /** What every table of work holds, as the scope that spans creators sees it. */
    private static Map<String, String> contents() {
        return Scope.SYSTEM.call(() -> {
            Map<String, String> found = new TreeMap<>();
            for (Table<?> table : tables()) {
                found.put(
                        table.getName(),
                        String.valueOf(database.dsl()
                                .fetchValue("select coalesce(string_agg(t::text, e'\\n' order by t::text), '') from "
                                        + table.getName() + " t")));
            }
            return found;
        });
    }

    private static List<Table<?>> tables() {
        List<Table<?>> found = new ArrayList<>();
        for (Table<?> table : DefaultSchema.DEFAULT_SCHEMA.getTables()) {
            if (!SHARED.contains(table.getName())) {
                found.add(table);
            }
        }
        return found;
    }

    @Test
    void codeThatForgetsItsScopeGetsNowhere() {
        assertThatThrownBy(() -> stores().projects().findProject(ids.next()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no scope is bound");
    }

    @Test
    void rowsOfAnotherCreatorCannotBeMade() {
        ADA.run(() -> assertThatThrownBy(() -> database.dsl()
                        .execute(
                                "insert into requests (creator_id, request_id, method, digest, resource_id, create_time)"
                                        + " values ('bob', 'r', 'm', 'd', gen_random_uuid(), now())"))
                .hasMessageContaining("row-level security"));
    }

    @Test
    void aConnectionForgetsItsLastUser() {
        for (int i = 0; i < 20; i++) {
            Project hers = ADA.call(this::project);
            assertThat(BOB.call(() -> stores().projects().findProject(hers.id())))
                    .isEmpty();
            assertThat(ADA.call(() -> stores().projects().findProject(hers.id())))
                    .contains(hers);
        }
    }
}
