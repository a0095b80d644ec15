-- SPDX-License-Identifier: Apache-2.0
-- What people say about shot size and angle of clips; a row with neither takes back the ones before it. Rows are only appended, so that a
-- repeated request finds what its first try made. The evidence is a copy, so that learning reads no findings of other jobs.

create table framing_corrections (
    correction_id uuid        not null,
    media_id      uuid        not null,
    ordinal       int         not null,
    shot_type     text,
    angle         text,
    evidence      jsonb       not null,
    create_time   timestamptz not null,
    creator_id    text        not null default nullif(current_setting('rushes.creator', true), ''),
    constraint framing_corrections_pk primary key (correction_id),
    constraint framing_corrections_ordinal_uq unique (media_id, ordinal),
    constraint framing_corrections_ordinal_positive check (ordinal > 0),
    constraint framing_corrections_creator_fk foreign key (creator_id) references creators (creator_id),
    constraint framing_corrections_media_fk foreign key (creator_id, media_id) references media (creator_id, media_id)
);

-- The newest corrections of a creator, to learn from.
create index framing_corrections_newest on framing_corrections (creator_id, create_time desc);

do $$
declare
    setting constant text := 'nullif(current_setting(''rushes.creator'', true), '''')';
begin
    alter table framing_corrections enable row level security;
    alter table framing_corrections force row level security;
    execute format('create policy own on framing_corrections to rushes_app using (creator_id = %s) with check (creator_id = %s)', setting, setting);
    create policy everything on framing_corrections to rushes_system using (true) with check (true);
    grant select, insert, update, delete on framing_corrections to rushes_app;
end
$$;
