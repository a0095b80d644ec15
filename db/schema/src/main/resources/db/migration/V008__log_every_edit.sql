-- SPDX-License-Identifier: Apache-2.0
-- The log of every timeline: append-only, one row a revision without a gap. The primary key decides between two editors, the
-- unique request decides between two tries of one. Timelines become snapshots, which can be dropped and made again.

create table edits (
    job_id         uuid        not null,
    revision       bigint      not null,
    step           bigint      not null,
    author         text        not null,
    auto_lock      boolean     not null,
    edit           jsonb       not null,
    request_id     text,
    request_index  int         not null,
    request_digest text,
    create_time    timestamptz not null,
    constraint edits_pk primary key (job_id, revision),
    constraint edits_job_fk foreign key (job_id) references jobs (job_id),
    constraint edits_request_unique unique (job_id, request_id, request_index),
    constraint edits_step_order check (step >= 1 and step <= revision),
    constraint edits_request_whole check ((request_id is null) = (request_digest is null))
);

-- Every saved timeline was made by a generation.
insert into edits (job_id, revision, step, author, auto_lock, edit, request_index, create_time)
select
    job_id,
    revision,
    revision,
    'rushes',
    false,
    jsonb_build_object('type', 'generated', 'generationId', '', 'cut', document),
    0,
    create_time
from timelines;

alter table renders drop constraint renders_timeline_fk;
alter table renders add constraint renders_edit_fk
    foreign key (job_id, timeline_revision) references edits (job_id, revision);

alter table timelines rename to timeline_snapshots;
alter table timeline_snapshots rename constraint timelines_pk to timeline_snapshots_pk;
alter table timeline_snapshots rename constraint timelines_revision_positive to timeline_snapshots_revision_positive;
alter table timeline_snapshots drop constraint timelines_job_fk;
alter table timeline_snapshots add constraint timeline_snapshots_edit_fk
    foreign key (job_id, revision) references edits (job_id, revision);

create function edits_are_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'edits are append-only: % of job % revision %', tg_op, old.job_id, old.revision;
end
$$;

create trigger edits_append_only before update on edits
    for each row execute function edits_are_append_only();
