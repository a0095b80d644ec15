-- SPDX-License-Identifier: Apache-2.0
-- People, and a wall between creators. A creator is a tenant: every row of its work carries its id, filled in from the setting
-- rushes.creator of the session, and row level security shows a session no other rows. The server works as rushes_app on behalf
-- of one creator, and as rushes_system where work spans creators; nobody logs in as either.

create table creators (
    creator_id   text        not null,
    display_name text        not null,
    create_time  timestamptz not null,
    constraint creators_pk primary key (creator_id)
);

-- Whatever was made before there were people belongs to the creator of this installation, who is called user, as edits without an author were.
insert into creators (creator_id, display_name, create_time) values ('local', 'This installation', now());

create table users (
    user_id     uuid        not null,
    name        text        not null,
    creator_id  text        not null,
    issuer      text,
    subject     text,
    create_time timestamptz not null,
    constraint users_pk primary key (user_id),
    constraint users_name_uq unique (name),
    constraint users_identity_uq unique (issuer, subject),
    constraint users_identity_whole check ((issuer is null) = (subject is null)),
    constraint users_creator_fk foreign key (creator_id) references creators (creator_id)
);

create table memberships (
    creator_id  text        not null,
    user_id     uuid        not null,
    role        text        not null,
    create_time timestamptz not null,
    constraint memberships_pk primary key (creator_id, user_id),
    constraint memberships_creator_fk foreign key (creator_id) references creators (creator_id),
    constraint memberships_user_fk foreign key (user_id) references users (user_id)
);

-- The creators somebody may work for.
create index memberships_user_idx on memberships (user_id);

-- Only the SHA-256 of a secret is kept. A secret has 256 random bits, so a slow hash would add nothing.
create table api_tokens (
    token_id      text        not null,
    secret_sha256 bytea       not null,
    user_id       uuid        not null,
    creator_id    text        not null,
    role          text        not null,
    job_id        uuid,
    label         text        not null,
    create_time   timestamptz not null,
    expire_time   timestamptz,
    revoke_time   timestamptz,
    last_use_time timestamptz,
    constraint api_tokens_pk primary key (token_id),
    constraint api_tokens_secret_whole check (length(secret_sha256) = 32),
    constraint api_tokens_user_fk foreign key (user_id) references users (user_id),
    constraint api_tokens_creator_fk foreign key (creator_id) references creators (creator_id)
);

-- The tokens of one creator, oldest first.
create index api_tokens_creator_idx on api_tokens (creator_id, create_time);

-- Roles belong to the whole server, and another database or another start may make them at the same moment.
do $$
declare
    wanted text;
begin
    foreach wanted in array array['rushes_app', 'rushes_system'] loop
        begin
            if not exists (select 1 from pg_roles where rolname = wanted) then
                execute format('create role %I nologin nosuperuser nobypassrls nocreatedb nocreaterole', wanted);
            end if;
        exception when duplicate_object or unique_violation then
            null;
        end;
        execute format('grant %I to current_user', wanted);
        execute format('grant usage on schema %I to %I', current_schema(), wanted);
    end loop;
    execute format('grant select, insert, update, delete on all tables in schema %I to rushes_system', current_schema());
    execute format(
        'alter default privileges in schema %I grant select, insert, update, delete on tables to rushes_system', current_schema());
    execute format(
        'alter default privileges in schema %I grant usage on sequences to rushes_system', current_schema());
end
$$;

alter table projects drop column creator_id;
alter table style_profiles drop column creator_id;

do $$
declare
    owned text;
    setting constant text := 'nullif(current_setting(''rushes.creator'', true), '''')';
begin
    foreach owned in array array['projects', 'jobs', 'media', 'uploads', 'analyses', 'style_profiles', 'edits', 'timeline_snapshots',
            'generations', 'renders', 'requests', 'previews', 'previewed_jobs', 'session_events'] loop
        -- A constant default fills the rows that exist without touching them; edits may not be updated.
        execute format('alter table %I add column creator_id text not null default ''local''', owned);
        execute format('alter table %I alter column creator_id set default %s', owned, setting);
        execute format('alter table %I add constraint %I foreign key (creator_id) references creators (creator_id)', owned,
            owned || '_creator_fk');
        execute format('alter table %I enable row level security', owned);
        execute format('alter table %I force row level security', owned);
        execute format('create policy own on %I to rushes_app using (creator_id = %s) with check (creator_id = %s)', owned, setting, setting);
        execute format('create policy everything on %I to rushes_system using (true) with check (true)', owned);
        execute format('grant select, insert, update, delete on %I to rushes_app', owned);
    end loop;
end
$$;

-- Foreign keys do not see row level security: they carry the creator, so that nothing hangs on what belongs to another one.
alter table projects add constraint projects_creator_uq unique (creator_id, project_id);
alter table jobs add constraint jobs_creator_uq unique (creator_id, job_id);
alter table media add constraint media_creator_uq unique (creator_id, media_id);
alter table style_profiles add constraint style_profiles_creator_uq unique (creator_id, style_profile_id);

alter table jobs drop constraint jobs_project_fk;
alter table jobs add constraint jobs_project_fk foreign key (creator_id, project_id) references projects (creator_id, project_id);
alter table media drop constraint media_job_fk;
alter table media add constraint media_job_fk foreign key (creator_id, job_id) references jobs (creator_id, job_id);
alter table uploads drop constraint uploads_media_fk;
alter table uploads add constraint uploads_media_fk foreign key (creator_id, upload_id) references media (creator_id, media_id);
alter table edits drop constraint edits_job_fk;
alter table edits add constraint edits_job_fk foreign key (creator_id, job_id) references jobs (creator_id, job_id);
alter table timeline_snapshots add constraint timeline_snapshots_job_fk
    foreign key (creator_id, job_id) references jobs (creator_id, job_id);
alter table generations drop constraint generations_job_fk;
alter table generations add constraint generations_job_fk foreign key (creator_id, job_id) references jobs (creator_id, job_id);
alter table generations drop constraint generations_style_fk;
alter table generations add constraint generations_style_fk
    foreign key (creator_id, style_profile_id) references style_profiles (creator_id, style_profile_id);
alter table renders add constraint renders_job_fk foreign key (creator_id, job_id) references jobs (creator_id, job_id);
alter table previewed_jobs drop constraint previewed_jobs_job_fk;
alter table previewed_jobs add constraint previewed_jobs_job_fk
    foreign key (creator_id, job_id) references jobs (creator_id, job_id);

alter table session_events drop constraint session_events_job_fk;
alter table session_events add constraint session_events_job_fk
    foreign key (creator_id, job_id) references jobs (creator_id, job_id);

-- What was seen in a file, and what a request id meant, is one creator's own: a shared answer would tell who else has the file.
alter table analyses drop constraint analyses_content_uq;
alter table analyses add constraint analyses_content_uq unique (creator_id, sha256, kind, analyzer_version);
alter table previews drop constraint previews_content_uq;
alter table previews add constraint previews_content_uq unique (creator_id, sha256, kind);
alter table requests drop constraint requests_pk;
alter table requests add constraint requests_pk primary key (creator_id, request_id);

-- ListProjects of one creator, newest first.
create index projects_creator_idx on projects (creator_id, project_id desc);
