-- SPDX-License-Identifier: Apache-2.0
-- What workers found in files. The key has no job in it: equal bytes looked at by equal
-- analysers are looked at once, whatever job they were uploaded for.

create table analyses (
    analysis_id      uuid        not null,
    sha256           text        not null,
    kind             text        not null,
    analyzer_version text        not null,
    size_bytes       bigint      not null,
    file_name        text        not null,
    state            text        not null,
    attempt          bigint      not null,
    failures         int         not null,
    result           jsonb,
    error_message    text,
    update_time      timestamptz not null,
    constraint analyses_pk primary key (analysis_id),
    constraint analyses_content_uq unique (sha256, kind, analyzer_version)
);

-- Open work without a task (sweep at start).
create index analyses_open_idx on analyses (analysis_id) where state in ('PENDING', 'RUNNING');
