-- SPDX-License-Identifier: Apache-2.0
-- What a merge answered beside the edits it logged, so that a repeated request gets the same answer. revision is the newest one at
-- that moment. A merge that left nothing out has no row: its edits say everything. Rows are kept as long as the log.

create table merges (
    job_id      uuid        not null,
    request_id  text        not null,
    digest      text        not null,
    revision    bigint      not null,
    conflicts   jsonb       not null,
    create_time timestamptz not null default now(),
    creator_id  text        not null default nullif(current_setting('rushes.creator', true), ''),
    constraint merges_pk primary key (job_id, request_id),
    constraint merges_revision_positive check (revision > 0),
    constraint merges_creator_fk foreign key (creator_id) references creators (creator_id),
    constraint merges_job_fk foreign key (creator_id, job_id) references jobs (creator_id, job_id)
);

do $$
declare
    setting constant text := 'nullif(current_setting(''rushes.creator'', true), '''')';
begin
    alter table merges enable row level security;
    alter table merges force row level security;
    execute format('create policy own on merges to rushes_app using (creator_id = %s) with check (creator_id = %s)', setting, setting);
    create policy everything on merges to rushes_system using (true) with check (true);
    grant select, insert, update, delete on merges to rushes_app;
end
$$;
