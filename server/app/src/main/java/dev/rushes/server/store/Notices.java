// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.store;

import dev.rushes.server.watch.ChangeHub;
import dev.rushes.server.watch.Waiter;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells changes to the other servers on the same database and hears theirs (promise P-17). Changes of 20 ms travel in one NOTIFY, on a
 * connection of its own: inside the transactions that make them it would cost edits dearly, for it holds a lock of the whole database.
 * Everything told is a hint; whatever is lost while a connection is away is found by polling. Thread-safe.
 */
public final class Notices implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Notices.class);
    private static final String CHANNEL = "rushes_changes";
    private static final Duration COLLECT = Duration.ofMillis(20);
    private static final Duration RETRY = Duration.ofMillis(250);
    private static final Duration PING = Duration.ofSeconds(10);
    private static final Duration FOR_EVER = Duration.ofDays(1);
    private static final int PATIENCE_SECONDS = 5;
    /** PostgreSQL refuses 8000 bytes. */
    private static final int MOST_BYTES = 7900;
    /** Topics kept while no connection is there; further ones are left to polling. */
    private static final int MOST_PENDING = 10_000;

    private final Database.Address address;
    private final ChangeHub hub;
    private final String self = UUID.randomUUID().toString();
    private final Waiter due = new Waiter();
    private final Waiter pause = new Waiter();
    private final Set<String> pending = new LinkedHashSet<>();
    private final AtomicBoolean mute = new AtomicBoolean();
    private final AtomicBoolean deaf = new AtomicBoolean();
    private volatile boolean closed;
    private volatile @Nullable Connection speaking;
    private volatile @Nullable Connection hearing;

    private Notices(Database.Address address, ChangeHub hub) {
        this.address = address;
        this.hub = hub;
    }

    /** Connects {@code hub} with those of the other servers. */
    public static Notices open(Database.Address address, ChangeHub hub) {
        Notices notices = new Notices(address, hub);
        Thread.ofPlatform().daemon().name("notices-speak").start(notices::speak);
        Thread.ofPlatform().daemon().name("notices-hear").start(notices::hear);
        hub.relay(notices::tell);
        return notices;
    }

    private void tell(String topic) {
        synchronized (pending) {
            if (pending.size() < MOST_PENDING) {
                pending.add(topic);
            }
        }
        due.wake();
    }

    private void speak() {
        try {
            while (!closed) {
                due.await(FOR_EVER);
                pause.await(COLLECT);
                try {
                    send();
                } catch (SQLException e) {
                    speaking = hangUp(speaking, mute, "changes cannot be told to other servers", e);
                    pause.await(RETRY);
                    due.wake();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        hangUp(speaking);
    }

    /** Sends all that is pending; what could not be sent is pending again. */
    private void send() throws SQLException {
        for (List<String> topics = take(); !topics.isEmpty() && !closed; topics = take()) {
            try {
                send(topics);
            } catch (SQLException e) {
                synchronized (pending) {
                    pending.addAll(topics);
                }
                throw e;
            }
            mute.set(false);
        }
    }

    private void send(List<String> topics) throws SQLException {
        Connection open = speaking == null ? Line.open(address, "rushes-notify", PATIENCE_SECONDS) : speaking;
        speaking = open;
        try (PreparedStatement statement = open.prepareStatement("select pg_notify(?, ?)")) {
            statement.setString(1, CHANNEL);
            statement.setString(2, self + "\n" + String.join("\n", topics));
            statement.execute();
        }
    }

    /** Takes as many pending topics as fit one message; a change told from now on is pending anew. */
    private List<String> take() {
        List<String> topics = new ArrayList<>();
        int bytes = self.length();
        synchronized (pending) {
            for (Iterator<String> all = pending.iterator(); all.hasNext(); ) {
                String topic = all.next();
                bytes += 1 + topic.getBytes(StandardCharsets.UTF_8).length;
                if (bytes > MOST_BYTES) {
                    break;
                }
                topics.add(topic);
                all.remove();
            }
        }
        return topics;
    }

    private void hear() {
        try {
            while (!closed) {
                try (Connection open = Line.open(address, "rushes-listen", PATIENCE_SECONDS);
                        Statement statement = open.createStatement()) {
                    hearing = open;
                    statement.execute("listen " + CHANNEL);
                    deaf.set(false);
                    hub.wakeAll();
                    listen(open.unwrap(PGConnection.class), statement);
                } catch (SQLException e) {
                    hearing = hangUp(hearing, deaf, "changes of other servers are not heard", e);
                    pause.await(RETRY);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void listen(PGConnection connection, Statement statement) throws SQLException {
        while (!closed) {
            PGNotification[] heard = connection.getNotifications((int) PING.toMillis());
            if (heard == null || heard.length == 0) {
                statement.execute("select 1");
                continue;
            }
            for (PGNotification notification : heard) {
                List<String> lines = List.of(notification.getParameter().split("\n"));
                if (!lines.getFirst().equals(self)) {
                    lines.subList(1, lines.size()).forEach(hub::wake);
                }
            }
        }
    }

    private @Nullable Connection hangUp(
            @Nullable Connection connection, AtomicBoolean lost, String what, SQLException why) {
        if (!closed && lost.compareAndSet(false, true)) {
            LOG.warn("{} for now ({}); watches poll until they are", what, why.getMessage());
        }
        hangUp(connection);
        return null;
    }

    private static void hangUp(@Nullable Connection connection) {
        if (connection != null) {
            try {
                connection.abort(Runnable::run);
            } catch (SQLException e) {
                LOG.debug("the connection was dead already", e);
            }
        }
    }

    @Override
    public void close() {
        hub.relay(topic -> {});
        closed = true;
        hangUp(hearing);
        due.wake();
        pause.wake();
    }
}
