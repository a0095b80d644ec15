// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rushes.api.v1.AccountServiceGrpc;
import dev.rushes.api.v1.AddMemberRequest;
import dev.rushes.api.v1.AuditEvent;
import dev.rushes.api.v1.AuditServiceGrpc;
import dev.rushes.api.v1.AuditVerification;
import dev.rushes.api.v1.CreateAnonymousSessionRequest;
import dev.rushes.api.v1.CreateApiTokenRequest;
import dev.rushes.api.v1.CreateGuestLinkRequest;
import dev.rushes.api.v1.CreatePairingRequest;
import dev.rushes.api.v1.CreatedToken;
import dev.rushes.api.v1.DeleteCreatorRequest;
import dev.rushes.api.v1.DeleteMediaRequest;
import dev.rushes.api.v1.Job;
import dev.rushes.api.v1.ListAuditEventsRequest;
import dev.rushes.api.v1.ListAuditEventsResponse;
import dev.rushes.api.v1.Media;
import dev.rushes.api.v1.MediaServiceGrpc;
import dev.rushes.api.v1.Member;
import dev.rushes.api.v1.RedeemPairingRequest;
import dev.rushes.api.v1.RemoveMemberRequest;
import dev.rushes.api.v1.RevokeApiTokenRequest;
import dev.rushes.api.v1.Role;
import dev.rushes.api.v1.VerifyAuditLogRequest;
import dev.rushes.postgres.LocalPostgres;
import dev.rushes.postgres.PostgresConfig;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people do with access is kept, and nobody changes it unseen. */
class AuditIT {
    @TempDir
    static Path folder;

    private static LocalPostgres postgres;
    private static TestServer server;

    @BeforeAll
    static void open() throws Exception {
        TestServer.openTo(folder);
        postgres = LocalPostgres.start(PostgresConfig.disposable(folder.resolve("postgres")));
        server = TestServer.start(folder, TestServer.on(postgres));
    }

    @AfterAll
    static void close() throws Exception {
        server.close();
        postgres.close();
    }

    private static AccountServiceGrpc.AccountServiceBlockingStub accounts(TestServer as) {
        return as.client("gproto", AccountServiceGrpc.AccountServiceBlockingStub.class);
    }

    private static AuditServiceGrpc.AuditServiceBlockingStub audit(TestServer as) {
        return as.client("gproto", AuditServiceGrpc.AuditServiceBlockingStub.class);
    }

    /** Returns every event of a creator, oldest first, read in small pages. */
    private static List<AuditEvent> events(TestServer as) {
        List<AuditEvent> all = new ArrayList<>();
        ListAuditEventsRequest ask =
                ListAuditEventsRequest.newBuilder().setPageSize(3).build();
        ListAuditEventsResponse page;
        do {
            page = audit(as).listAuditEvents(ask);
            all.addAll(page.getEventsList());
            ask = ask.toBuilder().setPageToken(page.getNextPageToken()).build();
        } while (!page.getNextPageToken().isEmpty());
        return all.reversed();
    }

    private static AuditVerification verify(TestServer as) {
        return audit(as).verifyAuditLog(VerifyAuditLogRequest.getDefaultInstance());
    }

    private static List<String> told(TestServer as) {
        return events(as).stream()
                .map(event -> event.getMethod().replaceFirst("^.*/", "") + " " + event.getOutcome())
                .toList();
    }

    @Test
    void everyAuditedCallIsKeptWithItsOutcomeAndNoSecret() throws Exception {
        TestServer ada = server.ofAnotherCreator("ada");
        Member bob = accounts(ada)
                .addMember(AddMemberRequest.newBuilder()
                        .setName("bob")
                        .setRole(Role.ROLE_REVIEWER)
                        .build());
        CreatedToken his = accounts(ada)
                .createApiToken(CreateApiTokenRequest.newBuilder()
                        .setUserId(bob.getUserId())
                        .setLabel("canary label")
                        .build());
        var pairing = accounts(ada).createPairing(CreatePairingRequest.getDefaultInstance());
        CreatedToken device = accounts(server.with(""))
                .redeemPairing(RedeemPairingRequest.newBuilder()
                        .setCode(pairing.getCode())
                        .setDeviceName("canary name")
                        .build());
        Job job = ada.job(10);
        CreatedToken guest = accounts(ada)
                .createGuestLink(CreateGuestLinkRequest.newBuilder()
                        .setJobId(job.getJobId())
                        .build());
        refused(() -> accounts(server.with(his.getText()))
                .removeMember(RemoveMemberRequest.newBuilder()
                        .setUserId(bob.getUserId())
                        .build()));
        var revoked = accounts(ada)
                .revokeApiToken(RevokeApiTokenRequest.newBuilder()
                        .setTokenId(his.getToken().getTokenId())
                        .build());
        var removed = accounts(ada)
                .removeMember(RemoveMemberRequest.newBuilder()
                        .setUserId(bob.getUserId())
                        .build());
        assertThat(List.of(guest, revoked, removed)).hasSize(3);

        List<AuditEvent> events = events(ada);
        assertThat(told(ada))
                .containsExactly(
                        "AddMember OK",
                        "CreateApiToken OK",
                        "CreatePairing OK",
                        "RedeemPairing OK",
                        "CreateGuestLink OK",
                        "RemoveMember PERMISSION_DENIED",
                        "RevokeApiToken OK",
                        "RemoveMember OK");
        assertThat(events).extracting(AuditEvent::getSequence).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
        assertThat(events.get(3).getSubject()).isEqualTo(device.getToken().getTokenId());
        assertThat(events.get(4).getSubject()).isEqualTo(job.getJobId());
        assertThat(events.get(5).getUserId()).isEqualTo(bob.getUserId());
        assertThat(events.toString())
                .doesNotContain("canary", his.getText(), device.getText(), guest.getText(), pairing.getCode())
                .doesNotContain("bob");
        assertThat(verify(ada).getIntact()).isTrue();
        assertThat(server.ofAnotherCreator("eve")
                        .get("/api/v1/account/audit-events")
                        .body())
                .as("the log of another creator")
                .doesNotContain("RedeemPairing");
    }

    @Test
    void wrongCodesAreKeptAtTheInstallationAndCallsOfNobodyAreNot() {
        int before = told(server).size();
        refused(() -> accounts(server.with(""))
                .redeemPairing(
                        RedeemPairingRequest.newBuilder().setCode("2222-2222").build()));
        refused(() -> accounts(server.with("")).createPairing(CreatePairingRequest.getDefaultInstance()));
        refused(() ->
                accounts(server.with("")).createAnonymousSession(CreateAnonymousSessionRequest.getDefaultInstance()));
        List<String> told = told(server);
        assertThat(told.subList(before, told.size())).containsExactly("RedeemPairing FAILED_PRECONDITION");
    }

    private static void refused(Runnable call) {
        try {
            call.run();
        } catch (StatusRuntimeException e) {
            return;
        }
        throw new AssertionError("the call was not refused");
    }

    @Test
    void appendersAtOnceMakeOneChain() throws Exception {
        TestServer kim = server.ofAnotherCreator("kim");
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 40; i++) {
                threads.execute(() -> {
                    var unused = accounts(kim).createApiToken(CreateApiTokenRequest.getDefaultInstance());
                });
            }
        }
        AuditVerification verification = verify(kim);
        assertThat(verification.getProblem()).isEmpty();
        assertThat(verification.getEventCount()).isEqualTo(40);
    }

    private record Harm(String statement, long firstBad) {}

    @Test
    void whatSomebodyChangesInTheDatabaseIsFound() throws Exception {
        String[] people = {"a", "b", "c", "d", "e", "f", "g", "h"};
        List<Harm> harms = List.of(
                new Harm("update audit_events set outcome = 'OK!' where sequence = 3", 3),
                new Harm(
                        "update audit_events set event_time = event_time + interval '1 microsecond' where sequence = 1",
                        1),
                new Harm("update audit_events set subject = token_id, token_id = subject where sequence = 2", 2),
                new Harm("delete from audit_events where sequence = 4", 4),
                new Harm("delete from audit_events where sequence = 1", 1),
                new Harm("delete from audit_events where sequence >= 5", 5),
                new Harm("delete from audit_events", 1),
                new Harm("update audit_events set hash = sha256('x') where sequence = 5", 5));
        for (int i = 0; i < harms.size(); i++) {
            TestServer person = server.ofAnotherCreator("harmed " + people[i]);
            for (int call = 0; call < 5; call++) {
                var unused = accounts(person).createApiToken(CreateApiTokenRequest.getDefaultInstance());
            }
            assertThat(verify(person).getIntact()).isTrue();
            Harm harm = harms.get(i);
            String creator = accounts(person)
                    .whoAmI(dev.rushes.api.v1.WhoAmIRequest.getDefaultInstance())
                    .getCreatorId();
            String only = harm.statement().contains(" where ") ? " and" : " where";
            assertThat(sql(harm.statement() + only + " creator_id = '" + creator + "'"))
                    .isPositive();
            AuditVerification found = verify(person);
            assertThat(found.getIntact()).as(harm.statement()).isFalse();
            assertThat(found.getFirstBadSequence())
                    .as(harm.statement() + ": " + found.getProblem())
                    .isEqualTo(harm.firstBad());
            assertThat(found.getProblem()).isNotEmpty();
        }
    }

    @Test
    void aChainThatWasRewrittenAsAWholeIsFoundByAHashKeptElsewhere() throws Exception {
        TestServer max = server.ofAnotherCreator("max");
        for (int call = 0; call < 3; call++) {
            var unused = accounts(max).createApiToken(CreateApiTokenRequest.getDefaultInstance());
        }
        AuditVerification kept = verify(max);
        String creator = accounts(max)
                .whoAmI(dev.rushes.api.v1.WhoAmIRequest.getDefaultInstance())
                .getCreatorId();
        sql("delete from audit_events where creator_id = '" + creator + "'");
        sql("delete from audit_heads where creator_id = '" + creator + "'");
        assertThat(verify(max).getIntact()).as("nothing is left to compare").isTrue();
        AuditVerification found = audit(max)
                .verifyAuditLog(VerifyAuditLogRequest.newBuilder()
                        .setKnownSequence(kept.getEventCount())
                        .setKnownHash(kept.getNewestHash())
                        .build());
        assertThat(found.getIntact()).isFalse();
    }

    @Test
    void theServersOwnRolesMayOnlyAppend() throws Exception {
        for (String statement : List.of(
                "update audit_events set outcome = 'OK'", "delete from audit_events", "truncate audit_events")) {
            for (String role : List.of("rushes_app", "rushes_system")) {
                try (Connection connection = connection()) {
                    connection.createStatement().execute("set role " + role);
                    assertThatThrownBy(() -> connection.createStatement().execute(statement))
                            .as(role + ": " + statement)
                            .hasMessageContaining("permission denied");
                }
            }
        }
    }

    private static Connection connection() throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
    }

    private static int sql(String statement) throws SQLException {
        try (Connection connection = connection()) {
            return connection.createStatement().executeUpdate(statement);
        }
    }

    @Test
    void noTableHoldsASecret() throws Exception {
        TestServer uma = server.ofAnotherCreator("uma");
        CreatedToken token = accounts(uma).createApiToken(CreateApiTokenRequest.getDefaultInstance());
        String secret = token.getText().split("_", -1)[2];
        try (Connection connection = connection();
                ResultSet rows = connection
                        .createStatement()
                        .executeQuery("select count(*) from audit_events e where e::text like '%" + secret + "%'")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isZero();
        }
    }

    /** A call whose effect is rows, and the rows it changes. */
    private record Effect(Runnable call, String rows) {}

    /** A crash between an effect and its event would lose the event, were they not one transaction: no event, no effect. */
    @Test
    void anEffectIsThereOnlyTogetherWithItsEvent() throws Exception {
        TestServer fay = server.ofAnotherCreator("fay");
        Job job = fay.job(10);
        String creator = creator(fay);
        CreatedToken old = accounts(fay).createApiToken(CreateApiTokenRequest.getDefaultInstance());
        Member gus = accounts(fay)
                .addMember(AddMemberRequest.newBuilder()
                        .setName("gus")
                        .setRole(Role.ROLE_REVIEWER)
                        .build());
        String code = accounts(fay)
                .createPairing(CreatePairingRequest.getDefaultInstance())
                .getCode();
        Media clip = fay.announce(job, Media.Kind.KIND_CLIP, "clip.mp4");
        int before = told(fay).size();
        String tokens = "select count(*), count(revoke_time) from api_tokens where creator_id = '" + creator + "'";
        String members = "select count(*), 0 from memberships where creator_id = '" + creator + "'";
        String codes = "select count(*), 0 from pairings where creator_id = '" + creator + "'";
        List<Effect> effects = List.of(
                new Effect(
                        () -> unused(accounts(fay).createApiToken(CreateApiTokenRequest.getDefaultInstance())), tokens),
                new Effect(
                        () -> unused(accounts(fay)
                                .revokeApiToken(RevokeApiTokenRequest.newBuilder()
                                        .setTokenId(old.getToken().getTokenId())
                                        .build())),
                        tokens),
                new Effect(
                        () -> unused(accounts(fay)
                                .createGuestLink(CreateGuestLinkRequest.newBuilder()
                                        .setJobId(job.getJobId())
                                        .build())),
                        tokens),
                new Effect(
                        () -> unused(accounts(fay)
                                .addMember(AddMemberRequest.newBuilder()
                                        .setName("ivy")
                                        .setRole(Role.ROLE_REVIEWER)
                                        .build())),
                        members),
                new Effect(
                        () -> unused(accounts(fay)
                                .removeMember(RemoveMemberRequest.newBuilder()
                                        .setUserId(gus.getUserId())
                                        .build())),
                        members),
                new Effect(() -> unused(accounts(fay).createPairing(CreatePairingRequest.getDefaultInstance())), codes),
                new Effect(
                        () -> unused(accounts(server.with(""))
                                .redeemPairing(RedeemPairingRequest.newBuilder()
                                        .setCode(code)
                                        .setDeviceName("tablet")
                                        .build())),
                        codes),
                new Effect(
                        () -> unused(fay.client("gproto", MediaServiceGrpc.MediaServiceBlockingStub.class)
                                .deleteMedia(DeleteMediaRequest.newBuilder()
                                        .setMediaId(clip.getMediaId())
                                        .build())),
                        "select count(*), 0 from media where creator_id = '" + creator + "'"));

        sql("create function no_room() returns trigger language plpgsql as $$ begin raise exception 'no room'; end $$");
        sql("create trigger no_room before insert on audit_events for each row when (new.creator_id = '" + creator
                + "') execute function no_room()");
        for (int i = 0; i < effects.size(); i++) {
            String rows = row(effects.get(i).rows());
            refused(effects.get(i).call());
            assertThat(row(effects.get(i).rows()))
                    .as("effect " + i + " without its event")
                    .isEqualTo(rows);
        }
        sql("drop trigger no_room on audit_events");
        for (int i = 0; i < effects.size(); i++) {
            String rows = row(effects.get(i).rows());
            effects.get(i).call().run();
            assertThat(row(effects.get(i).rows())).as("effect " + i).isNotEqualTo(rows);
        }
        List<String> told = told(fay);
        assertThat(told.subList(before, told.size()))
                .containsExactly(
                        "CreateApiToken OK",
                        "RevokeApiToken OK",
                        "CreateGuestLink OK",
                        "AddMember OK",
                        "RemoveMember OK",
                        "CreatePairing OK",
                        "RedeemPairing OK",
                        "DeleteMedia OK");
        assertThat(verify(fay).getProblem()).isEmpty();
    }

    /** The ledger of erasures is a file: what may be in it is told before. */
    @Test
    void anErasureThatDidNotReachTheDatabaseWasAttempted() throws Exception {
        TestServer hal = server.ofAnotherCreator("hal");
        String creator = creator(hal);
        sql(
                "create function no_erasure() returns trigger language plpgsql as $$ begin raise exception 'no room'; end $$");
        sql("create trigger no_erasure before insert on erasures for each row execute function no_erasure()");

        refused(() -> unused(accounts(hal)
                .deleteCreator(DeleteCreatorRequest.newBuilder()
                        .setCreatorId(creator)
                        .setConfirmation("hal")
                        .build())));
        sql("drop trigger no_erasure on erasures");

        assertThat(told(hal)).containsExactly("DeleteCreator ATTEMPTED", "DeleteCreator INTERNAL");
        assertThat(verify(hal).getProblem()).isEmpty();
    }

    private static void unused(Object answer) {
        assertThat(answer).isNotNull();
    }

    private static String creator(TestServer as) {
        return accounts(as)
                .whoAmI(dev.rushes.api.v1.WhoAmIRequest.getDefaultInstance())
                .getCreatorId();
    }

    private static String row(String query) throws SQLException {
        try (Connection connection = connection();
                ResultSet rows = connection.createStatement().executeQuery(query)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1) + "|" + rows.getString(2);
        }
    }
}
