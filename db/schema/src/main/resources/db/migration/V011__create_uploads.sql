-- SPDX-License-Identifier: Apache-2.0
-- Uploads in progress. offset_bytes is what the sender may rely on: it is raised only after
-- the bytes below it were forced to disk. epoch is the fence of the one writer.

create table uploads (
    upload_id    uuid        not null,
    part         bigint      not null,
    offset_bytes bigint      not null,
    epoch        bigint      not null,
    holder       text,
    lease_time   timestamptz,
    update_time  timestamptz not null,
    constraint uploads_pk primary key (upload_id),
    constraint uploads_media_fk foreign key (upload_id) references media (media_id),
    constraint uploads_offset_positive check (offset_bytes >= 0)
);

-- Sessions nobody wrote to for a week.
create index uploads_update_time_idx on uploads (update_time);
