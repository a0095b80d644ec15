// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.link;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys that sign links: the newest signs, the one before it is still accepted, older ones are gone. Each is a file that only
 * its owner may read. Thread-safe.
 */
public final class LinkKeys {
    static final String ALGORITHM = "HmacSHA256";
    /** As long as the hash, as RFC 2104 advises. */
    private static final int KEY_BYTES = 32;

    private static final int LIVE_KEYS = 2;
    private static final Pattern FILE = Pattern.compile("link-([1-9]\\d{0,8})\\.key");
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path folder;
    private final RandomGenerator random;
    private final InstantSource clock;
    private volatile List<Key> live;

    /** A key under its number. */
    record Key(int number, SecretKey secret, Instant since) {
        String id() {
            return Integer.toString(number);
        }
    }

    private LinkKeys(Path folder, RandomGenerator random, InstantSource clock) throws IOException {
        this.folder = folder;
        this.random = random;
        this.clock = clock;
        this.live = read();
    }

    /** Reads the keys of {@code folder}, made if absent, and makes the first one if there is none; takes a secure source of chance. */
    public static LinkKeys open(Path folder, RandomGenerator random, InstantSource clock) {
        try {
            Files.createDirectories(folder, OWNER_ONLY_FOLDER);
            LinkKeys keys = new LinkKeys(folder, random, clock);
            if (keys.live.isEmpty()) {
                keys.rotate();
            }
            return keys;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the keys in " + folder + " cannot be read; RUSHES_DATA_DIR must be writable", e);
        }
    }

    Key signing() {
        return live.getFirst();
    }

    Optional<Key> find(String id) {
        return live.stream().filter(key -> key.id().equals(id)).findFirst();
    }

    /** Signs with a new key from now on; links of the key before stay good, links of older ones do not. */
    public synchronized void rotate() {
        try {
            int number = live.isEmpty() ? 1 : live.getFirst().number() + 1;
            write(number);
            live = read();
        } catch (IOException e) {
            throw new UncheckedIOException("a new key cannot be written in " + folder, e);
        }
    }

    /** Makes a new key when the newest has signed for {@code age}. */
    public void rotateAfter(Duration age) {
        if (!clock.instant().isBefore(signing().since().plus(age))) {
            rotate();
        }
    }

    /** Makes every link given out so far useless. */
    public synchronized void revokeAll() {
        for (int i = 0; i < LIVE_KEYS; i++) {
            rotate();
        }
    }

    private void write(int number) throws IOException {
        byte[] bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        Path made = folder.resolve("link-" + number + ".new");
        Files.deleteIfExists(made);
        try (FileChannel out =
                FileChannel.open(made, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OWNER_ONLY)) {
            out.write(ByteBuffer.wrap(bytes));
            out.force(true);
        }
        Files.setLastModifiedTime(made, FileTime.from(clock.instant()));
        Files.move(made, folder.resolve("link-" + number + ".key"), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Returns the newest keys and deletes the others. */
    private List<Key> read() throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.list(folder)) {
            files = found.filter(file -> number(file) > 0)
                    .sorted(Comparator.comparingInt(LinkKeys::number).reversed())
                    .toList();
        }
        for (Path old : files.subList(Math.min(LIVE_KEYS, files.size()), files.size())) {
            Files.delete(old);
        }
        List<Key> keys = new java.util.ArrayList<>();
        for (Path file : files.subList(0, Math.min(LIVE_KEYS, files.size()))) {
            byte[] bytes = Files.readAllBytes(file);
            if (bytes.length != KEY_BYTES) {
                throw new IOException(file + " has " + bytes.length + " bytes (expected: " + KEY_BYTES
                        + "); delete it, links given out with it end");
            }
            keys.add(new Key(
                    number(file),
                    new SecretKeySpec(bytes, ALGORITHM),
                    Files.getLastModifiedTime(file).toInstant()));
        }
        return List.copyOf(keys);
    }

    private static int number(Path file) {
        Matcher name = FILE.matcher(String.valueOf(file.getFileName()));
        return name.matches() ? Integer.parseInt(name.group(1)) : 0;
    }
}
