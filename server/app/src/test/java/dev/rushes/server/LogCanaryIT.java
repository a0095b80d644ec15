// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import dev.rushes.api.v1.AccountServiceGrpc;
import dev.rushes.api.v1.AddMemberRequest;
import dev.rushes.api.v1.CreateApiTokenRequest;
import dev.rushes.api.v1.CreateGuestLinkRequest;
import dev.rushes.api.v1.CreatePairingRequest;
import dev.rushes.api.v1.CreatedToken;
import dev.rushes.api.v1.Job;
import dev.rushes.api.v1.Media;
import dev.rushes.api.v1.Pairing;
import dev.rushes.api.v1.RedeemPairingRequest;
import dev.rushes.api.v1.RevokeApiTokenRequest;
import dev.rushes.api.v1.Role;
import dev.rushes.api.v1.WhoAmIRequest;
import dev.rushes.server.access.AccessToken;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Secrets and names pass through the server and appear in no log and no error (P-36). */
@Tag("promise")
class LogCanaryIT {
    private static final String FILE = "canaryfile-holiday.mp4";
    private static final String PERSON = "canary@example.org";

    @TempDir
    Path folder;

    private final Queue<String> logged = new ConcurrentLinkedQueue<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Logger own = (Logger) LoggerFactory.getLogger("dev.rushes");
    private final List<String> secrets = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();

    private final AppenderBase<ILoggingEvent> everything = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            String error =
                    event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy());
            logged.add(event.getLoggerName() + " " + event.getFormattedMessage() + " " + error);
        }
    };

    /** Our own code is heard down to its smallest remarks, libraries as they are in operation. */
    @BeforeEach
    void listen() {
        own.setLevel(Level.TRACE);
        everything.start();
        root.addAppender(everything);
    }

    @AfterEach
    void leave() {
        root.detachAppender(everything);
        own.setLevel(null);
    }

    private static AccountServiceGrpc.AccountServiceBlockingStub accounts(TestServer as) {
        return as.client("gproto", AccountServiceGrpc.AccountServiceBlockingStub.class);
    }

    private void refused(Runnable call) {
        try {
            call.run();
        } catch (StatusRuntimeException e) {
            errors.add(String.valueOf(e.getStatus().getDescription()));
            return;
        }
        throw new AssertionError("the call was not refused");
    }

    private CreatedToken secret(CreatedToken token) {
        secrets.add(token.getText().split("_", -1)[2]);
        return token;
    }

    @Test
    void noSecretNoFileNameAndNoAddressIsLogged() throws Exception {
        try (FakeWorker worker = new FakeWorker();
                TestServer server = TestServer.start(folder, Map.of("RUSHES_WORKERS", worker.address()))) {
            secrets.add(server.token().split("_", -1)[2]);
            people(server);
            files(server);
        }
        assertThat(logged).as("the log is heard").anyMatch(line -> line.contains("ready on"));
        assertThat(secrets).hasSizeGreaterThan(8);
        for (String secret : secrets) {
            assertThat(logged).as("log").noneMatch(line -> line.contains(secret));
            assertThat(errors).as("errors").noneMatch(line -> line.contains(secret));
        }
        assertThat(logged).as("file names").noneMatch(line -> line.contains("canaryfile"));
        assertThat(logged).as("addresses").noneMatch(line -> line.contains(PERSON));
    }

    private void people(TestServer server) {
        var member = accounts(server)
                .addMember(AddMemberRequest.newBuilder()
                        .setName(PERSON)
                        .setRole(Role.ROLE_LEAD)
                        .build());
        CreatedToken token = secret(accounts(server)
                .createApiToken(CreateApiTokenRequest.newBuilder()
                        .setUserId(member.getUserId())
                        .build()));
        Pairing pairing =
                accounts(server.with(token.getText())).createPairing(CreatePairingRequest.getDefaultInstance());
        code(pairing.getCode());
        secret(accounts(server.with(""))
                .redeemPairing(RedeemPairingRequest.newBuilder()
                        .setCode(pairing.getCode())
                        .build()));
        for (String wrong : List.of(pairing.getCode(), "WXYZ-WXYZ", "WXYZ-CANARY-TOO-LONG")) {
            code(wrong);
            refused(() -> accounts(server.with(""))
                    .redeemPairing(
                            RedeemPairingRequest.newBuilder().setCode(wrong).build()));
        }
        String unknown = AccessToken.mint(new SecureRandom()).text();
        secrets.add(unknown.split("_", -1)[2]);
        String cut = unknown.substring(0, unknown.length() - 1);
        for (String bad : List.of(unknown, cut, "canarysecret", "eyJhbGciOiJub25lIn0.canaryjwt.")) {
            secrets.add(bad);
            refused(() -> accounts(server.with(bad)).whoAmI(WhoAmIRequest.getDefaultInstance()));
        }
        var unused = accounts(server)
                .revokeApiToken(RevokeApiTokenRequest.newBuilder()
                        .setTokenId(token.getToken().getTokenId())
                        .build());
        refused(() -> accounts(server.with(token.getText())).whoAmI(WhoAmIRequest.getDefaultInstance()));
    }

    private void code(String code) {
        secrets.add(code);
        secrets.add(code.replace("-", ""));
    }

    private void files(TestServer server) throws Exception {
        Job job = Cutting.job(server);
        Media media = server.add(job, Media.Kind.KIND_CLIP, FILE);
        String link = server.content(media);
        String signature = link.replaceFirst("^.*sig=", "");
        secrets.add(signature);
        assertThat(server.get(link).statusCode()).isEqualTo(200);
        errors.add(server.get(link.replace("exp=", "exp=1")).body());
        errors.add(server.get(link + "x").body());
        errors.add(server.get(link.replace("sig=", "sig=A")).body());
        Media late = server.announce(job, Media.Kind.KIND_CLIP, "canaryfile-late.mp4");
        errors.add(server.put(late.getUploadPath(), TestServer.bytes("other bytes"), Map.of())
                .body());
        errors.add(server.with("canarybearer")
                .put(late.getUploadPath(), TestServer.bytes("x"), Map.of())
                .body());
        secrets.add("canarybearer");
        CreatedToken guest = secret(accounts(server)
                .createGuestLink(CreateGuestLinkRequest.newBuilder()
                        .setJobId(job.getJobId())
                        .build()));
        assertThat(server.with(guest.getText())
                        .get("/api/v1/jobs/" + job.getJobId())
                        .statusCode())
                .isEqualTo(200);
        assertThat(server.get("/api/v1/account?access_token=canaryquery").statusCode())
                .isEqualTo(200);
        secrets.add("canaryquery");
    }
}
