-- SPDX-License-Identifier: Apache-2.0
-- What people did in an edit session besides edits: asked for regenerations, exported, answered the survey. Append-only; the
-- numbers of a session are computed from these rows and from the log of edits.

create table session_events (
    event_id    uuid        not null,
    job_id      uuid        not null,
    session_id  uuid        not null,
    event       jsonb       not null,
    create_time timestamptz not null,
    constraint session_events_pk primary key (event_id),
    constraint session_events_job_fk foreign key (job_id) references jobs (job_id),
    constraint session_events_session_fk foreign key (session_id) references generations (generation_id)
);

-- Everything of one job, oldest first.
create index session_events_job_idx on session_events (job_id, create_time, event_id);
