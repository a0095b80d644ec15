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

    /**
     * The end of one try of a file.
     *
     * @param isFinal whether it was a result; otherwise the file was set aside and may be begun again
     */
    record End(long atMillis, boolean isFinal) {}

    /** Returns when each file had a result or was set aside, oldest first. */
    Map<String, List<End>> ends() throws IOException, SQLException {
        Map<String, List<End>> ends = new HashMap<>();
        for (String row :
                database.rows("select file_name, at_millis, state <> 'FAILED' from effects order by at_millis")) {
            String[] columns = row.split("\\|");
            ends.computeIfAbsent(columns[0], file -> new ArrayList<>())
                    .add(new End(Long.parseLong(columns[1]), columns[2].equals("t")));
        }
        return ends;
    }
}
