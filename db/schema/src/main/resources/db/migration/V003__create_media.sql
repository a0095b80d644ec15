-- SPDX-License-Identifier: Apache-2.0
-- Announced and uploaded files. Bytes lie in the media store under their SHA-256.

create table media (
    media_id    uuid        not null,
    job_id      uuid        not null,
    kind        text        not null,
    file_name   text        not null,
    size_bytes  bigint      not null,
    sha256      text        not null,
    state       text        not null,
    create_time timestamptz not null,
    constraint media_pk primary key (media_id),
    constraint media_job_fk foreign key (job_id) references jobs (job_id),
    constraint media_size_positive check (size_bytes > 0),
    constraint media_sha256_hex check (sha256 ~ '^[0-9a-f]{64}$')
);

-- ListMedia of one job, oldest first.
create index media_job_idx on media (job_id, media_id);

-- Files that became active and still have no analysis (sweep at start).
create index media_content_idx on media (sha256, kind) where state = 'ACTIVE';
