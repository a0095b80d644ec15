// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.rushes.server.fault.Fault;
import dev.rushes.server.fault.Reason;
import java.net.MalformedURLException;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads signed JWTs of one OpenID Connect issuer (reliability.md 1.6): ES256 and RS256 and no other algorithm, never encrypted ones, with
 * issuer, audience, subject and times checked. Keys are cached; an unknown key id has them fetched again, twice a minute at most, and
 * while the issuer is away the last ones go on for an hour. Thread-safe.
 */
public final class OidcTokens implements ForeignIdentity.Reader {
    private static final Logger LOG = LoggerFactory.getLogger(OidcTokens.class);
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.ES256, JWSAlgorithm.RS256);
    private static final int LONGEST_TOKEN = 8192;
    private static final int LONGEST_NAME = 64;
    private static final int SKEW_SECONDS = 60;
    private static final int FETCH_MILLIS = 3000;
    private static final int MOST_KEY_BYTES = 64 << 10;
    private static final Duration KEYS_LIVE = Duration.ofMinutes(15);
    private static final Duration KEYS_OUTLIVE = Duration.ofHours(1);
    private static final Duration FETCH_TWICE_IN = Duration.ofMinutes(1);

    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    /** Whose tokens are taken: the exact {@code iss}, the {@code aud} that stands for this server, and where the issuer's keys are. */
    public record Issuer(String issuer, String audience, URI keys) {}

    public OidcTokens(Issuer issuer) {
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys(issuer)));
        DefaultJWTClaimsVerifier<SecurityContext> claims = new DefaultJWTClaimsVerifier<>(
                Set.of(issuer.audience()),
                new JWTClaimsSet.Builder().issuer(issuer.issuer()).build(),
                Set.of("iss", "aud", "sub", "exp"),
                Set.of());
        claims.setMaxClockSkew(SKEW_SECONDS);
        processor.setJWTClaimsSetVerifier(claims);
    }

    private static JWKSource<SecurityContext> keys(Issuer issuer) {
        try {
            return JWKSourceBuilder.<SecurityContext>create(
                            issuer.keys().toURL(),
                            new DefaultResourceRetriever(FETCH_MILLIS, FETCH_MILLIS, MOST_KEY_BYTES))
                    .cache(KEYS_LIVE.toMillis(), 2L * FETCH_MILLIS)
                    .rateLimited(FETCH_TWICE_IN.toMillis())
                    .outageTolerant(KEYS_OUTLIVE.toMillis())
                    .retrying(true)
                    .build();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(issuer.keys() + " (expected: http or https)", e);
        }
    }

    @Override
    public ForeignIdentity apply(String text) {
        if (text.length() > LONGEST_TOKEN) {
            throw refused();
        }
        try {
            JWTClaimsSet claims = processor.process(SignedJWT.parse(text), null);
            String subject = claims.getSubject();
            if (subject == null || subject.isBlank()) {
                throw refused();
            }
            String name = claims.getClaim("preferred_username") instanceof String given ? given.strip() : "";
            return new ForeignIdentity(
                    claims.getIssuer(),
                    subject,
                    name.length() <= LONGEST_NAME ? name : "",
                    claims.getExpirationTime().toInstant());
        } catch (RateLimitReachedException e) {
            // Keys were fetched a moment ago and have none of that name; strangers must not fill the log with this.
            throw refused();
        } catch (KeySourceException e) {
            LOG.warn("the issuer's keys cannot be read", e);
            throw new Fault.Unavailable(
                    Reason.SIGN_IN_REQUIRED,
                    "the keys of the sign-in service cannot be read now; try again",
                    Duration.ofSeconds(5));
        } catch (ParseException | BadJOSEException | JOSEException e) {
            // What it says may quote the token.
            LOG.debug(
                    "a token of the sign-in service is refused: {}",
                    e.getClass().getSimpleName());
            throw refused();
        }
    }

    private static Fault refused() {
        return new Fault.Unauthenticated(
                "the token is not one of this installation's sign-in service, or has expired; sign in again");
    }
}
