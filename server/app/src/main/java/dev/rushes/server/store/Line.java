// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** Connections to PostgreSQL beside the pool, for those who must not wait for it. */
final class Line {
    private Line() {}

    /** Connects as {@code name}; every wait for the network ends after {@code patienceSeconds}. */
    static Connection open(Database.Address address, String name, int patienceSeconds) throws SQLException {
        String patience = Integer.toString(patienceSeconds);
        Properties properties = new Properties();
        properties.setProperty("user", address.user());
        properties.setProperty("password", address.password());
        properties.setProperty("ApplicationName", name);
        properties.setProperty("connectTimeout", patience);
        properties.setProperty("socketTimeout", patience);
        properties.setProperty("loginTimeout", patience);
        return DriverManager.getConnection(address.jdbcUrl(), properties);
    }
}
