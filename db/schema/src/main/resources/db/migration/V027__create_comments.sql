-- SPDX-License-Identifier: Apache-2.0
-- What people say of moments in footage. A comment hangs on frames of a clip, so that it needs no change when the cut changes. revision
-- counts the changes of a job's comments; a deleted comment keeps its row, without its words, so that whoever watches hears of it.
-- parent_id names a comment of the same job: rows of a job change one transaction at a time, and none is ever deleted alone.

create table comments (
    comment_id   uuid        not null,
    job_id       uuid        not null,
    parent_id    uuid,
    media_id     uuid,
    source_start bigint      not null,
    source_count bigint      not null,
    words        text        not null,
    author       text        not null,
    author_key   text        not null,
    resolver     text,
    resolve_time timestamptz,
    deleted      boolean     not null default false,
    revision     bigint      not null,
    create_time  timestamptz not null,
    creator_id   text        not null default nullif(current_setting('rushes.creator', true), ''),
    constraint comments_pk primary key (comment_id),
    constraint comments_creator_fk foreign key (creator_id) references creators (creator_id),
    constraint comments_job_fk foreign key (creator_id, job_id) references jobs (creator_id, job_id),
    constraint comments_media_fk foreign key (creator_id, media_id) references media (creator_id, media_id),
    constraint comments_source_some check (source_start >= 0 and source_count > 0),
    constraint comments_resolved_whole check ((resolver is null) = (resolve_time is null)),
    constraint comments_deleted_is_silent check (deleted = (media_id is null) and (not deleted or words = '' and author = '' and author_key = ''))
);

-- What changed of a job's comments after a revision, and the newest one.
create index comments_revision_idx on comments (job_id, revision);

-- ListComments: those of a job, oldest first.
create index comments_job_idx on comments (job_id, comment_id);

-- The replies of a comment.
create index comments_parent_idx on comments (parent_id) where parent_id is not null;

-- The comments on a file that is to be deleted.
create index comments_media_idx on comments (media_id) where media_id is not null;

do $$
declare
    setting constant text := 'nullif(current_setting(''rushes.creator'', true), '''')';
begin
    alter table comments enable row level security;
    alter table comments force row level security;
    execute format('create policy own on comments to rushes_app using (creator_id = %s) with check (creator_id = %s)', setting, setting);
    create policy everything on comments to rushes_system using (true) with check (true);
    grant select, insert, update, delete on comments to rushes_app;
end
$$;
