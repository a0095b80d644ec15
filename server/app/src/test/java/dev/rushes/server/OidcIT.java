// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.Server;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSAEncrypter;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.EncryptedJWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.rushes.api.v1.Account;
import dev.rushes.api.v1.AccountServiceGrpc;
import dev.rushes.api.v1.AddMemberRequest;
import dev.rushes.api.v1.CreateApiTokenRequest;
import dev.rushes.api.v1.Role;
import dev.rushes.api.v1.WhoAmIRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People signed in by another service: what it vouches for gets in, and nothing else that looks like it. */
class OidcIT {
    private static final String ISSUER = "https://people.example.org/";
    private static final String AUDIENCE = "rushes";

    @TempDir
    static Path folder;

    private static final AtomicInteger FETCHES = new AtomicInteger();
    private static RSAKey rsa;
    private static ECKey ec;
    private static volatile JWKSet published;
    private static Server issuer;
    private static TestServer server;

    @BeforeAll
    static void open() throws Exception {
        rsa = new RSAKeyGenerator(2048).keyID("r1").generate();
        ec = new ECKeyGenerator(Curve.P_256).keyID("e1").generate();
        published = new JWKSet(List.of(rsa.toPublicJWK(), ec.toPublicJWK()));
        issuer = Server.builder()
                .http(0)
                .service("/keys", (context, request) -> {
                    FETCHES.incrementAndGet();
                    return HttpResponse.of(HttpStatus.OK, MediaType.JSON, published.toString());
                })
                .build();
        issuer.start().join();
        server = TestServer.start(
                folder,
                Map.of(
                        "RUSHES_OIDC_ISSUER",
                        ISSUER,
                        "RUSHES_OIDC_AUDIENCE",
                        AUDIENCE,
                        "RUSHES_OIDC_JWKS_URI",
                        "http://127.0.0.1:" + issuer.activeLocalPort() + "/keys"));
    }

    @AfterAll
    static void close() {
        server.close();
        issuer.stop().join();
    }

    private static JWTClaimsSet.Builder claims(String subject) {
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(AUDIENCE)
                .subject(subject)
                .claim("preferred_username", subject + " of the example")
                .issueTime(new Date())
                .expirationTime(Date.from(Instant.now().plusSeconds(300)));
    }

    private static String signed(JWTClaimsSet claims, JWSAlgorithm algorithm, String keyId, JWSSigner signer)
            throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(algorithm)
                        .keyID(keyId)
                        .type(JOSEObjectType.JWT)
                        .build(),
                claims);
        token.sign(signer);
        return token.serialize();
    }

    private static String rs256(JWTClaimsSet claims) throws JOSEException {
        return signed(claims, JWSAlgorithm.RS256, "r1", new RSASSASigner(rsa));
    }

    private static Account whoIs(String token) {
        return server.with(token)
                .client("gproto", AccountServiceGrpc.AccountServiceBlockingStub.class)
                .whoAmI(WhoAmIRequest.getDefaultInstance());
    }

    @Test
    void whomTheServiceVouchesForIsACreatorAndStaysTheSamePerson() throws Exception {
        Account first = whoIs(rs256(claims("ines").build()));
        assertThat(first.getName()).isEqualTo("ines of the example");
        assertThat(first.getRole()).isEqualTo(Role.ROLE_CREATOR);
        Account later = whoIs(signed(claims("ines").build(), JWSAlgorithm.ES256, "e1", new ECDSASigner(ec)));
        assertThat(later).isEqualTo(first);
        assertThat(whoIs(rs256(claims("olaf").build())).getCreatorId()).isNotEqualTo(first.getCreatorId());
    }

    @Test
    void aNameGivesNobodySomebodyElsesAccount() throws Exception {
        var accounts = server.client("gproto", AccountServiceGrpc.AccountServiceBlockingStub.class);
        var mia = accounts.addMember(AddMemberRequest.newBuilder()
                .setName("mia of the example")
                .setRole(Role.ROLE_LEAD)
                .build());
        Account pretender = whoIs(rs256(claims("mia").build()));
        assertThat(pretender.getUserId()).isNotEqualTo(mia.getUserId());
        assertThat(pretender.getName()).startsWith("mia of the example-");
        assertThat(whoIs(rs256(claims("user")
                                .claim("preferred_username", "user")
                                .build()))
                        .getCreatorId())
                .as("the person at this machine")
                .isNotEqualTo("local");
    }

    @Test
    void everythingElseIsRefused() throws Exception {
        RSAKey stranger = new RSAKeyGenerator(2048).keyID("r1").generate();
        Map<String, String> forged = new LinkedHashMap<>();
        forged.put("no signature", new PlainJWT(claims("eve").build()).serialize());
        forged.put(
                "signed with the public key as a secret",
                signed(
                        claims("eve").build(),
                        JWSAlgorithm.HS256,
                        "r1",
                        new MACSigner(rsa.toRSAPublicKey().getEncoded())));
        forged.put(
                "an algorithm that is not on the list",
                signed(claims("eve").build(), JWSAlgorithm.RS512, "r1", new RSASSASigner(rsa)));
        forged.put(
                "signed by another key of that name",
                signed(claims("eve").build(), JWSAlgorithm.RS256, "r1", new RSASSASigner(stranger)));
        forged.put(
                "expired",
                rs256(claims("eve")
                        .expirationTime(Date.from(Instant.now().minusSeconds(90)))
                        .build()));
        forged.put(
                "not yet",
                rs256(claims("eve")
                        .notBeforeTime(Date.from(Instant.now().plusSeconds(120)))
                        .build()));
        forged.put(
                "for another audience", rs256(claims("eve").audience("payroll").build()));
        forged.put(
                "for no audience", rs256(claims("eve").audience((String) null).build()));
        forged.put(
                "of another issuer",
                rs256(claims("eve").issuer("https://evil.example.org/").build()));
        forged.put("without an end", rs256(claims("eve").expirationTime(null).build()));
        forged.put("without a subject", rs256(claims("eve").subject(null).build()));
        EncryptedJWT encrypted = new EncryptedJWT(
                new JWEHeader.Builder(JWEAlgorithm.RSA_OAEP_256, EncryptionMethod.A128GCM)
                        .keyID("r1")
                        .build(),
                claims("eve").build());
        encrypted.encrypt(new RSAEncrypter(rsa));
        forged.put("encrypted", encrypted.serialize());
        String good = rs256(claims("eve").build());
        forged.put("altered", good.substring(0, good.length() - 4) + (good.endsWith("AAAA") ? "BBBB" : "AAAA"));
        forged.put("too long", good + "A".repeat(7000));
        forged.put("no token", "a.b.c");
        forged.forEach((how, token) -> assertThatThrownBy(() -> whoIs(token))
                .as(how)
                .isInstanceOfSatisfying(StatusRuntimeException.class, refused -> {
                    assertThat(refused.getStatus().getCode()).as(how).isEqualTo(Status.Code.UNAUTHENTICATED);
                    assertThat(refused.getStatus().getDescription()).doesNotContain(token);
                }));
        assertThat(whoIs(good).getName()).as("the one they were made of").startsWith("eve");
    }

    @Test
    void aRotatedKeyIsFetchedAndStrangersMakeFewFetches() throws Exception {
        Account before = whoIs(rs256(claims("rosa").build()));
        RSAKey next = new RSAKeyGenerator(2048).keyID("r2").generate();
        published = new JWKSet(List.of(next.toPublicJWK(), rsa.toPublicJWK(), ec.toPublicJWK()));
        String token = signed(claims("rosa").build(), JWSAlgorithm.RS256, "r2", new RSASSASigner(next));
        assertThat(whoIs(token)).isEqualTo(before);
        int fetched = FETCHES.get();
        for (int i = 0; i < 20; i++) {
            String unknown = signed(claims("rosa").build(), JWSAlgorithm.RS256, "x" + i, new RSASSASigner(rsa));
            assertThatThrownBy(() -> whoIs(unknown)).hasMessageContaining("UNAUTHENTICATED");
        }
        assertThat(FETCHES.get() - fetched).isLessThanOrEqualTo(2);
    }

    @Test
    void aTokenEndsWhenItExpires() throws Exception {
        // A minute of skew is allowed when it is read; what is kept of it ends on time.
        String token = rs256(claims("tom")
                .expirationTime(Date.from(Instant.now().plusSeconds(8)))
                .build());
        assertThat(whoIs(token).getName()).startsWith("tom");
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThatThrownBy(() -> whoIs(token)).isInstanceOf(StatusRuntimeException.class));
    }

    @Test
    void itIsOffUnlessConfigured(@TempDir Path other) throws Exception {
        try (TestServer without = TestServer.start(other, Map.of())) {
            String token = rs256(claims("ines").build());
            assertThatThrownBy(() -> without.with(token)
                            .client("gproto", AccountServiceGrpc.AccountServiceBlockingStub.class)
                            .createApiToken(CreateApiTokenRequest.getDefaultInstance()))
                    .isInstanceOf(StatusRuntimeException.class);
        }
    }
}
