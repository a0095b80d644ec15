// SPDX-License-Identifier: Apache-2.0
package dev.rushes.testkit.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** An authority that signs certificates for this machine, valid for a day; all files are PEM, made by the JDK's keytool. */
public final class TestAuthority {
    private static final String PASSWORD = "of-a-test";
    private static final int LINE = 64;

    private final Path folder;
    private final Path store;

    /** A certificate and its PKCS #8 key. */
    public record Pair(Path certificate, Path key) {}

    private TestAuthority(Path folder) {
        this.folder = folder;
        this.store = folder.resolve("authority.p12");
    }

    /** Makes an authority whose files are in {@code folder}, which is made, too. */
    public static TestAuthority in(Path folder) throws IOException {
        TestAuthority authority = new TestAuthority(Files.createDirectories(folder));
        authority.keytool("-genkeypair", "-alias", "authority", "-dname", "CN=authority", "-ext", "bc:c=ca:true");
        write(authority.certificate(), "CERTIFICATE", authority.encoded("authority"));
        return authority;
    }

    /** Returns the certificate of the authority itself. */
    public Path certificate() {
        return folder.resolve("authority.pem");
    }

    /**
     * Signs a new certificate for 127.0.0.1 and localhost; the same name again makes a new one in the same files.
     *
     * @param use {@code serverAuth}, {@code clientAuth} or both with a comma between (RFC 5280, extended key usage)
     */
    public Pair sign(String name, String use) throws IOException {
        String alias = name + "-" + System.nanoTime();
        keytool(
                "-genkeypair",
                "-alias",
                alias,
                "-signer",
                "authority",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=ip:127.0.0.1,dns:localhost",
                "-ext",
                "eku=" + use);
        Pair pair = new Pair(folder.resolve(name + ".pem"), folder.resolve(name + ".key"));
        write(pair.key(), "PRIVATE KEY", key(alias));
        write(pair.certificate(), "CERTIFICATE", encoded(alias));
        return pair;
    }

    private byte[] encoded(String alias) throws IOException {
        try {
            return open().getCertificate(alias).getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private byte[] key(String alias) throws IOException {
        try {
            return open().getKey(alias, PASSWORD.toCharArray()).getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private KeyStore open() throws IOException, GeneralSecurityException {
        KeyStore found = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            found.load(in, PASSWORD.toCharArray());
        }
        return found;
    }

    private static void write(Path file, String kind, byte[] content) throws IOException {
        String lines = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(content);
        Files.writeString(file, "-----BEGIN " + kind + "-----\n" + lines + "\n-----END " + kind + "-----\n");
    }

    private void keytool(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(words));
        command.addAll(List.of(
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                "1",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException("keytool: " + said);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
