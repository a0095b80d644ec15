-- SPDX-License-Identifier: Apache-2.0
-- Projects and the videos made in them. Ids are UUIDv7, so id order is creation order.

create table projects (
    project_id   uuid        not null,
    display_name text        not null,
    creator_id   text        not null,
    create_time  timestamptz not null,
    constraint projects_pk primary key (project_id)
);

create table jobs (
    job_id                 uuid        not null,
    project_id             uuid        not null,
    display_name           text        not null,
    target_duration_millis bigint      not null,
    shape                  text        not null,
    rate_numerator         int         not null,
    rate_denominator       int         not null,
    create_time            timestamptz not null,
    constraint jobs_pk primary key (job_id),
    constraint jobs_project_fk foreign key (project_id) references projects (project_id),
    constraint jobs_duration_positive check (target_duration_millis > 0),
    constraint jobs_rate_positive check (rate_numerator > 0 and rate_denominator > 0)
);

-- ListJobs of one project, newest first.
create index jobs_project_idx on jobs (project_id, job_id desc);
