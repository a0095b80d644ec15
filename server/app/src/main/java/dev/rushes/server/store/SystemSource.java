// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Makes pools whose connections span creators, for libraries that bring their own statements. */
final class SystemSource {
    private SystemSource() {}

    static DataSource over(DataSource pool, Walls walls) {
        return (DataSource) Proxy.newProxyInstance(
                SystemSource.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (self, method, arguments) -> answer(pool, walls, method, arguments));
    }

    private static @Nullable Object answer(DataSource pool, Walls walls, Method method, Object @Nullable [] arguments)
            throws Throwable {
        Object answer;
        try {
            answer = method.invoke(pool, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
        if (answer instanceof Connection connection) {
            try {
                walls.bindToSystem(connection);
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
        }
        return answer;
    }
}
