// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.audit;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;

/**
 * An event in its creator's chain.
 *
 * @param sequence 1 for the first
 * @param hash what {@link #hash(byte[], String, long, Call)} gave for it, 32 bytes
 */
public record AuditEvent(long sequence, Call call, byte[] hash) {
    /** The hash before the first event. */
    public static final byte[] BEGINNING = new byte[32];

    /**
     * One call; texts are empty for nobody and nothing.
     *
     * @param at in whole microseconds, which is what PostgreSQL keeps
     * @param outcome OK, the name of a gRPC code, or {@link Receipt#ATTEMPTED}
     */
    public record Call(Instant at, String userId, String tokenId, String method, String subject, String outcome) {}

    /** Returns the SHA-256 of the hash before and of everything that is kept; each text with its length, so that none runs into the next. */
    public static byte[] hash(byte[] before, String creatorId, long sequence, Call call) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.write(before);
            write(out, creatorId);
            out.writeLong(sequence);
            out.writeLong(call.at().getEpochSecond());
            out.writeInt(call.at().getNano());
            write(out, call.userId());
            write(out, call.tokenId());
            write(out, call.method());
            write(out, call.subject());
            write(out, call.outcome());
            return MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static void write(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }
}
