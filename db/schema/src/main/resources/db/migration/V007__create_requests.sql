-- SPDX-License-Identifier: Apache-2.0
-- Answers to repeated requests: a request id reserves the id of the resource it creates,
-- so that a retry after an unknown outcome finds or finishes the same resource.

create table requests (
    request_id  text        not null,
    method      text        not null,
    digest      text        not null,
    resource_id uuid        not null,
    create_time timestamptz not null,
    constraint requests_pk primary key (request_id)
);

-- Entries older than 30 days are deleted.
create index requests_age_idx on requests (create_time);
