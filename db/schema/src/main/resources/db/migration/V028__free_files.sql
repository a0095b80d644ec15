-- SPDX-License-Identifier: Apache-2.0
-- Hashes of files that were taken out of a job: their bytes, and the small files made of them, go when nothing reads them any more,
-- unless somebody else has them.

create table freed_files (
    sha256      text        not null,
    create_time timestamptz not null default now(),
    creator_id  text        not null default nullif(current_setting('rushes.creator', true), ''),
    constraint freed_files_pk primary key (creator_id, sha256),
    constraint freed_files_creator_fk foreign key (creator_id) references creators (creator_id)
);

-- The oldest ones, looked for every few seconds.
create index freed_files_create_time_idx on freed_files (create_time);

do $$
declare
    setting constant text := 'nullif(current_setting(''rushes.creator'', true), '''')';
begin
    alter table freed_files enable row level security;
    alter table freed_files force row level security;
    execute format('create policy own on freed_files to rushes_app using (creator_id = %s) with check (creator_id = %s)', setting, setting);
    create policy everything on freed_files to rushes_system using (true) with check (true);
    grant select, insert, update, delete on freed_files to rushes_app;
end
$$;
