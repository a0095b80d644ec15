// SPDX-License-Identifier: Apache-2.0
package dev.rushes.chaos;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts the results that were written for each clip, by a trigger in the test's own PostgreSQL: the row itself keeps only the
 * last, so it cannot tell of a result that was written twice.
 */
final class Effects {
    private final Database database;

    Effects(Database database) {
        this.database = database;
    }

    void watch() throws IOException, SQLException {
        database.execute(
                "create table effects (file_name text, state text, at_millis bigint)",
                "create function note_effect() returns trigger language plpgsql security definer as $$ begin "
                        + "insert into effects values (new.file_name, new.state, "
                        + "(extract(epoch from clock_timestamp()) * 1000)::bigint); return new; end $$",
                "create trigger effect after update on analyses for each row "
                        + "when (new.state in ('SUCCEEDED', 'REJECTED', 'FAILED')) execute function note_effect()");
    }

    /** Returns the files with more than one result. */
    List<String> doubled() throws IOException, SQLException {
        return database.rows("select file_name, count(*) from effects where state <> 'FAILED' "
                + "group by file_name having count(*) > 1");
    }

    long written() throws IOException, SQLException {
        return database.number("select count(distinct file_name) from effects where state <> 'FAILED'");
    }

    /** Returns when each file had a result or was set aside, in milliseconds since 1970, oldest first. */
    Map<String, List<Long>> times() throws IOException, SQLException {
        Map<String, List<Long>> times = new HashMap<>();
        for (String row : database.rows("select file_name, at_millis from effects order by at_millis")) {
            String[] columns = row.split("\\|");
            times.computeIfAbsent(columns[0], file -> new ArrayList<>()).add(Long.parseLong(columns[1]));
        }
        return times;
    }
}
