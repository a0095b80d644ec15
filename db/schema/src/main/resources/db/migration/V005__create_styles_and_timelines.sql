-- SPDX-License-Identifier: Apache-2.0
-- Style profiles, and every revision of every timeline.

create table style_profiles (
    style_profile_id uuid        not null,
    creator_id       text        not null,
    document         jsonb       not null,
    create_time      timestamptz not null,
    constraint style_profiles_pk primary key (style_profile_id)
);

create table timelines (
    job_id      uuid        not null,
    revision    bigint      not null,
    document    jsonb       not null,
    create_time timestamptz not null,
    constraint timelines_pk primary key (job_id, revision),
    constraint timelines_job_fk foreign key (job_id) references jobs (job_id),
    constraint timelines_revision_positive check (revision > 0)
);
