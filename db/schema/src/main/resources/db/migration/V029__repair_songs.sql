-- SPDX-License-Identifier: Apache-2.0
-- What people say about the beats of a song before and between cuts; a row without a correction takes back the ones before it. Rows are
-- only appended, so that a repeated request finds what its first try made.

create table song_repairs (
    repair_id   uuid        not null,
    media_id    uuid        not null,
    ordinal     int         not null,
    correction  jsonb,
    create_time timestamptz not null,
    creator_id  text        not null default nullif(current_setting('rushes.creator', true), ''),
    constraint song_repairs_pk primary key (repair_id),
    constraint song_repairs_ordinal_uq unique (media_id, ordinal),
    constraint song_repairs_ordinal_positive check (ordinal > 0),
    constraint song_repairs_creator_fk foreign key (creator_id) references creators (creator_id),
    constraint song_repairs_media_fk foreign key (creator_id, media_id) references media (creator_id, media_id)
);

do $$
declare
    setting constant text := 'nullif(current_setting(''rushes.creator'', true), '''')';
begin
    alter table song_repairs enable row level security;
    alter table song_repairs force row level security;
    execute format('create policy own on song_repairs to rushes_app using (creator_id = %s) with check (creator_id = %s)', setting, setting);
    create policy everything on song_repairs to rushes_system using (true) with check (true);
    grant select, insert, update, delete on song_repairs to rushes_app;
end
$$;
