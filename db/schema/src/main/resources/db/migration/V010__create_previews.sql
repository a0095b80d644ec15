-- SPDX-License-Identifier: Apache-2.0
-- The small files editors show, made once for equal bytes. attempt is the fence: files are
-- taken over only from the attempt that is still the running one.

create table previews (
    preview_id    uuid        not null,
    sha256        text        not null,
    kind          text        not null,
    file_name     text        not null,
    state         text        not null,
    attempt       bigint      not null,
    failures      int         not null,
    files         jsonb       not null,
    failure       jsonb,
    create_time   timestamptz not null,
    update_time   timestamptz not null,
    constraint previews_pk primary key (preview_id),
    constraint previews_content_uq unique (sha256, kind),
    constraint previews_sha256_hex check (sha256 ~ '^[0-9a-f]{64}$')
);

-- Open work without a task (sweep at start).
create index previews_open_idx on previews (preview_id) where state in ('PENDING', 'RUNNING');

-- Jobs whose files are to have previews: somebody looks at them.
create table previewed_jobs (
    job_id      uuid        not null,
    create_time timestamptz not null,
    constraint previewed_jobs_pk primary key (job_id),
    constraint previewed_jobs_job_fk foreign key (job_id) references jobs (job_id)
);
