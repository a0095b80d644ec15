-- SPDX-License-Identifier: Apache-2.0
-- The one table of db-scheduler 16.12.0, with its optional priority; names and meaning are the library's.
create table scheduled_tasks (
    task_name            text        not null,
    task_instance        text        not null,
    task_data            bytea,
    execution_time       timestamptz not null,
    picked               boolean     not null,
    picked_by            text,
    last_success         timestamptz,
    last_failure         timestamptz,
    consecutive_failures int,
    last_heartbeat       timestamptz,
    version              bigint      not null,
    priority             smallint,
    constraint scheduled_tasks_pk primary key (task_name, task_instance)
);

-- Query: lock and fetch the due executions, most urgent first, then oldest first.
create index scheduled_tasks_due on scheduled_tasks (priority desc, execution_time asc);

-- Query: due executions without priority, and the earliest one of the summary.
create index scheduled_tasks_execution_time on scheduled_tasks (execution_time);

-- Query: executions whose node stopped sending heartbeats.
create index scheduled_tasks_last_heartbeat on scheduled_tasks (last_heartbeat);
