-- SPDX-License-Identifier: Apache-2.0
-- Erasures of creators: what is left to do while one runs, and afterwards a ledger that tells nothing of who it was. subject_sha256 is
-- the SHA-256 of the creator's id, which has 74 random bits: it finds the creator again in a restored backup and names nobody.

create table erasures (
    erasure_id     uuid        not null,
    subject_sha256 bytea       not null,
    creator_id     text,
    state          text        not null,
    create_time    timestamptz not null,
    step_time      timestamptz not null,
    finish_time    timestamptz,
    row_count      bigint      not null default 0,
    file_count     bigint      not null default 0,
    byte_count     bigint      not null default 0,
    constraint erasures_pk primary key (erasure_id),
    constraint erasures_subject_whole check (length(subject_sha256) = 32),
    constraint erasures_done_is_anonymous check ((state in ('FILES', 'DONE')) = (creator_id is null))
);

-- The open ones, looked for every few seconds; one a creator.
create unique index erasures_creator_idx on erasures (creator_id) where creator_id is not null;

-- Hashes of files that are to go unless somebody else has them.
create table erasure_files (
    erasure_id uuid not null,
    sha256     text not null,
    constraint erasure_files_pk primary key (erasure_id, sha256),
    constraint erasure_files_erasure_fk foreign key (erasure_id) references erasures (erasure_id)
);

-- Whether anybody still has a file.
create index media_sha256_idx on media (sha256);
create index renders_result_idx on renders ((result ->> 'sha256'));
create index previews_files_idx on previews using gin (files jsonb_path_ops);
