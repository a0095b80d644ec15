-- SPDX-License-Identifier: Apache-2.0
-- Long work people wait for. attempt is the fence: a result is saved only by the attempt
-- that is still the current one.

create table generations (
    generation_id     uuid        not null,
    job_id            uuid        not null,
    seed              bigint      not null,
    style_profile_id  uuid,
    state             text        not null,
    attempt           bigint      not null,
    failures          int         not null,
    progress          jsonb       not null,
    timeline_revision bigint      not null,
    failure           jsonb,
    rejected_clips    jsonb       not null,
    revision          bigint      not null,
    create_time       timestamptz not null,
    update_time       timestamptz not null,
    constraint generations_pk primary key (generation_id),
    constraint generations_job_fk foreign key (job_id) references jobs (job_id),
    constraint generations_style_fk foreign key (style_profile_id) references style_profiles (style_profile_id)
);

-- Open work without a task (sweep at start).
create index generations_open_idx on generations (generation_id) where state in ('PENDING', 'RUNNING');

create table renders (
    render_id         uuid        not null,
    job_id            uuid        not null,
    timeline_revision bigint      not null,
    quality           text        not null,
    state             text        not null,
    attempt           bigint      not null,
    failures          int         not null,
    progress          jsonb       not null,
    result            jsonb,
    failure           jsonb,
    revision          bigint      not null,
    create_time       timestamptz not null,
    update_time       timestamptz not null,
    constraint renders_pk primary key (render_id),
    constraint renders_timeline_fk foreign key (job_id, timeline_revision) references timelines (job_id, revision)
);

-- A finished render of the same timeline revision, to be reused.
create index renders_timeline_idx on renders (job_id, timeline_revision, quality);

-- Open work without a task (sweep at start).
create index renders_open_idx on renders (render_id) where state in ('PENDING', 'RUNNING');
