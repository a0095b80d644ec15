// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.RetryInfo;
import dev.rushes.api.v1.AccountServiceGrpc;
import dev.rushes.api.v1.AddMemberRequest;
import dev.rushes.api.v1.ApiToken;
import dev.rushes.api.v1.CreateApiTokenRequest;
import dev.rushes.api.v1.CreateGuestLinkRequest;
import dev.rushes.api.v1.CreatePairingRequest;
import dev.rushes.api.v1.CreatedToken;
import dev.rushes.api.v1.ListApiTokensRequest;
import dev.rushes.api.v1.Member;
import dev.rushes.api.v1.Pairing;
import dev.rushes.api.v1.RedeemPairingRequest;
import dev.rushes.api.v1.RemoveMemberRequest;
import dev.rushes.api.v1.RevokeApiTokenRequest;
import dev.rushes.api.v1.Role;
import dev.rushes.api.v1.WhoAmIRequest;
import dev.rushes.postgres.LocalPostgres;
import dev.rushes.postgres.PostgresConfig;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A device is signed in with a code that somebody reads on another one. */
class PairingIT {
    @TempDir
    static Path folder;

    private static LocalPostgres postgres;

    private TestServer server;
    private AccountServiceGrpc.AccountServiceBlockingStub accounts;

    @BeforeAll
    static void openDatabase() throws Exception {
        TestServer.openTo(folder);
        postgres = LocalPostgres.start(PostgresConfig.disposable(folder.resolve("postgres")));
    }

    @org.junit.jupiter.api.AfterAll
    static void closeDatabase() throws Exception {
        postgres.close();
    }

    /** Each test has a server of its own, because wrong attempts are counted for ten minutes. */
    @BeforeEach
    void open() throws Exception {
        server = TestServer.start(folder, TestServer.on(postgres));
        accounts = stub(server);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private static AccountServiceGrpc.AccountServiceBlockingStub stub(TestServer server) {
        return server.client("gproto", AccountServiceGrpc.AccountServiceBlockingStub.class);
    }

    private CreatedToken redeem(String code) {
        return stub(server.with(""))
                .redeemPairing(RedeemPairingRequest.newBuilder()
                        .setCode(code)
                        .setDeviceName("Ada's tablet")
                        .build());
    }

    private static Status.Code code(Callable<?> call) throws Exception {
        try {
            Object unused = call.call();
            return Status.Code.OK;
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode();
        }
    }

    @Test
    void aCodeSignsADeviceInOnceAndIsReadHoweverItIsTyped() throws Exception {
        Pairing pairing = accounts.createPairing(
                CreatePairingRequest.newBuilder().setRole(Role.ROLE_LEAD).build());
        assertThat(pairing.getCode()).matches("[2-9A-Z]{4}-[2-9A-Z]{4}");
        assertThat(Instant.ofEpochSecond(pairing.getExpireTime().getSeconds()))
                .isBetween(Instant.now().plusSeconds(9 * 60), Instant.now().plusSeconds(10 * 60));

        CreatedToken token = redeem(
                " " + pairing.getCode().toLowerCase(java.util.Locale.ROOT).replace("-", " "));

        assertThat(token.getToken().getLabel()).isEqualTo("Ada's tablet");
        assertThat(stub(server.with(token.getText()))
                        .whoAmI(WhoAmIRequest.getDefaultInstance())
                        .getRole())
                .isEqualTo(Role.ROLE_LEAD);
        assertThat(code(() -> redeem(pairing.getCode())))
                .as("a second time")
                .isEqualTo(Status.Code.FAILED_PRECONDITION);
        assertThat(accounts.listApiTokens(ListApiTokensRequest.getDefaultInstance())
                        .getTokensList())
                .extracting(ApiToken::getTokenId)
                .contains(token.getToken().getTokenId());
    }

    @Test
    void aDeviceOfAnAdministratorIsACreatorsUnlessMoreIsAskedFor() {
        Pairing usual = accounts.createPairing(CreatePairingRequest.getDefaultInstance());
        Pairing most = accounts.createPairing(
                CreatePairingRequest.newBuilder().setRole(Role.ROLE_ADMIN).build());

        assertThat(redeem(usual.getCode()).getToken().getAccount().getRole()).isEqualTo(Role.ROLE_CREATOR);
        assertThat(redeem(most.getCode()).getToken().getAccount().getRole()).isEqualTo(Role.ROLE_ADMIN);
    }

    @Test
    void manyDevicesWithOneCodeAreOneDevice() throws Exception {
        Pairing pairing = accounts.createPairing(CreatePairingRequest.getDefaultInstance());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Status.Code>> devices =
                    java.util.Collections.nCopies(8, () -> code(() -> redeem(pairing.getCode())));
            List<Status.Code> outcomes = new java.util.ArrayList<>();
            for (Future<Status.Code> outcome : threads.invokeAll(devices)) {
                outcomes.add(outcome.get());
            }
            assertThat(outcomes).containsOnlyOnce(Status.Code.OK);
            assertThat(outcomes).containsOnly(Status.Code.OK, Status.Code.FAILED_PRECONDITION);
        }
    }

    @Test
    void theContractIsServedAsRest() throws Exception {
        var made = server.post("/api/v1/account/pairings", "{\"label\":\"tablet\"}");
        assertThat(made.statusCode()).isEqualTo(200);
        Pairing.Builder pairing = Pairing.newBuilder();
        JsonFormat.parser().merge(made.body(), pairing);
        var redeemed =
                server.with("").post("/api/v1/account/pairings:redeem", "{\"code\":\"" + pairing.getCode() + "\"}");
        assertThat(redeemed.statusCode()).as(redeemed.body()).isEqualTo(200);
        CreatedToken.Builder token = CreatedToken.newBuilder();
        JsonFormat.parser().merge(redeemed.body(), token);
        assertThat(token.getToken().getLabel()).isEqualTo("tablet");
        assertThat(server.with("").post("/api/v1/account/pairings", "{}").statusCode())
                .isEqualTo(401);
    }

    @Test
    void guessingEndsWithATimeToWait() throws Exception {
        Pairing pairing = accounts.createPairing(CreatePairingRequest.getDefaultInstance());
        int wrong = 0;
        StatusRuntimeException stopped = null;
        while (stopped == null && wrong < 100) {
            try {
                CreatedToken unused = redeem("2222-222" + "23456789".charAt(wrong % 8));
            } catch (StatusRuntimeException e) {
                stopped = e.getStatus().getCode() == Status.Code.RESOURCE_EXHAUSTED ? e : null;
                wrong++;
            }
        }
        assertThat(wrong).isEqualTo(11);
        assertThat(retryAfter(Objects.requireNonNull(stopped))).isBetween(1L, 601L);
        assertThat(code(() -> redeem(pairing.getCode())))
                .as("the right code does not help either")
                .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(server.with("")
                        .post("/api/v1/account/pairings:redeem", "{\"code\":\"2222-2222\"}")
                        .statusCode())
                .isEqualTo(429);
    }

    private static long retryAfter(StatusRuntimeException e) throws InvalidProtocolBufferException {
        for (var detail : Objects.requireNonNull(StatusProto.fromThrowable(e)).getDetailsList()) {
            if (detail.is(RetryInfo.class)) {
                return detail.unpack(RetryInfo.class).getRetryDelay().getSeconds();
            }
        }
        return -1;
    }

    @Test
    void anExpiredCodeIsNoLongerGood() throws Exception {
        Pairing pairing = accounts.createPairing(CreatePairingRequest.getDefaultInstance());
        sql("update pairings set expire_time = now()");
        assertThat(code(() -> redeem(pairing.getCode()))).isEqualTo(Status.Code.FAILED_PRECONDITION);
    }

    @Test
    void theDatabaseHoldsNoCode() throws Exception {
        Pairing pairing = accounts.createPairing(CreatePairingRequest.getDefaultInstance());
        try (Connection connection = connection();
                var rows = connection.createStatement().executeQuery("select pairings::text from pairings")) {
            int count = 0;
            while (rows.next()) {
                assertThat(rows.getString(1))
                        .doesNotContainIgnoringCase(pairing.getCode())
                        .doesNotContainIgnoringCase(pairing.getCode().replace("-", ""));
                count++;
            }
            assertThat(count).isPositive();
        }
    }

    @Test
    void aCodeGivesNoMoreThanItsMakerStillHas() throws Exception {
        Member lea = accounts.addMember(AddMemberRequest.newBuilder()
                .setName("lea")
                .setRole(Role.ROLE_LEAD)
                .build());
        CreatedToken hers = accounts.createApiToken(
                CreateApiTokenRequest.newBuilder().setUserId(lea.getUserId()).build());
        var asLea = stub(server.with(hers.getText()));
        assertThat(code(() -> asLea.createPairing(CreatePairingRequest.newBuilder()
                        .setRole(Role.ROLE_CREATOR)
                        .build())))
                .isEqualTo(Status.Code.INVALID_ARGUMENT);
        Pairing first = asLea.createPairing(CreatePairingRequest.getDefaultInstance());
        Pairing second = asLea.createPairing(CreatePairingRequest.getDefaultInstance());
        Pairing third = asLea.createPairing(CreatePairingRequest.getDefaultInstance());
        Pairing whole = asLea.createPairing(CreatePairingRequest.getDefaultInstance());
        assertThat(redeem(whole.getCode()).getToken().getAccount().getRole())
                .as("her own, which is less than a creator's")
                .isEqualTo(Role.ROLE_LEAD);

        Member less = accounts.addMember(AddMemberRequest.newBuilder()
                .setName("lea")
                .setRole(Role.ROLE_REVIEWER)
                .build());
        assertThat(redeem(first.getCode()).getToken().getAccount().getRole()).isEqualTo(Role.ROLE_REVIEWER);
        var revoked = accounts.revokeApiToken(RevokeApiTokenRequest.newBuilder()
                .setTokenId(hers.getToken().getTokenId())
                .build());
        assertThat(code(() -> redeem(second.getCode()))).isEqualTo(Status.Code.FAILED_PRECONDITION);
        var removed = accounts.removeMember(
                RemoveMemberRequest.newBuilder().setUserId(less.getUserId()).build());
        assertThat(code(() -> redeem(third.getCode()))).isEqualTo(Status.Code.FAILED_PRECONDITION);
        assertThat(List.of(revoked, removed)).hasSize(2);
    }

    @Test
    void aGuestLinkSaysWhatToOpenInABrowser() throws Exception {
        String job = server.job(10).getJobId();
        CreatedToken link = accounts.createGuestLink(
                CreateGuestLinkRequest.newBuilder().setJobId(job).build());

        assertThat(link.getOpenPath()).isEqualTo("/p/" + job + "#token=" + link.getText());
        assertThat(accounts.createApiToken(CreateApiTokenRequest.getDefaultInstance())
                        .getOpenPath())
                .isEmpty();
    }

    @Test
    void aGuestPairsNothingAndNobodyPairsForEver() throws Exception {
        String guest = accounts.createGuestLink(CreateGuestLinkRequest.newBuilder()
                        .setJobId(server.job(10).getJobId())
                        .build())
                .getText();
        assertThat(code(() -> stub(server.with(guest)).createPairing(CreatePairingRequest.getDefaultInstance())))
                .isEqualTo(Status.Code.PERMISSION_DENIED);
        TestServer zoe = server.ofAnotherCreator("zoe");
        for (int i = 0; i < 20; i++) {
            assertThat(code(() -> stub(zoe).createPairing(CreatePairingRequest.getDefaultInstance())))
                    .isEqualTo(Status.Code.OK);
        }
        assertThat(code(() -> stub(zoe).createPairing(CreatePairingRequest.getDefaultInstance())))
                .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    }

    private static Connection connection() throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
    }

    private static void sql(String statement) throws SQLException {
        try (Connection connection = connection()) {
            connection.createStatement().execute(statement);
        }
    }
}
