// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.store;

import dev.rushes.server.access.Scope;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * Ties a connection to the scope of the code that takes it, before that code can use it: PostgreSQL then shows one creator's rows and no
 * others. Every connection of the pool is handed out here, so what the last user set never matters. Thread-safe.
 */
final class Walls {
    private static final String BIND = "select set_config('role', ?, false), set_config('rushes.creator', ?, false)";

    /** What a session was set to; sessions keep it, and nothing else sets it. */
    private record Setting(String role, String creatorId) {}

    private final Map<Connection, Setting> sessions = Collections.synchronizedMap(new WeakHashMap<>());

    /** Ties it to the calling thread's scope; throws where there is none. */
    void bind(Connection pooled) throws SQLException {
        bind(pooled, setting(Scope.current()));
    }

    /** Ties it to the scope that spans creators, for libraries that bring their own statements. */
    void bindToSystem(Connection pooled) throws SQLException {
        bind(pooled, setting(Scope.SYSTEM));
    }

    private void bind(Connection pooled, Setting wanted) throws SQLException {
        Connection session = pooled.unwrap(Connection.class);
        if (wanted.equals(sessions.get(session))) {
            return;
        }
        sessions.remove(session);
        try (PreparedStatement statement = pooled.prepareStatement(BIND)) {
            statement.setString(1, wanted.role());
            statement.setString(2, wanted.creatorId());
            statement.execute();
        }
        sessions.put(session, wanted);
    }

    private static Setting setting(Scope scope) {
        return switch (scope) {
            case Scope.Person(var principal, var needed) -> new Setting("rushes_app", principal.creatorId());
            case Scope.Creator(String creatorId) -> new Setting("rushes_app", creatorId);
            case Scope.Everybody all -> new Setting("rushes_system", "");
        };
    }
}
