-- SPDX-License-Identifier: Apache-2.0
-- Codes that sign in one more device. A row lives until its code is used, at most ten minutes; a code is short, so its hash is salted
-- and whoever redeems one is compared with every row.

create table pairings (
    pairing_id     uuid        not null,
    salt           bytea       not null,
    code_sha256    bytea       not null,
    user_id        uuid        not null,
    creator_id     text        not null,
    role           text        not null,
    label          text        not null,
    maker_token_id text        not null,
    create_time    timestamptz not null,
    expire_time    timestamptz not null,
    constraint pairings_pk primary key (pairing_id),
    constraint pairings_hash_whole check (length(code_sha256) = 32 and length(salt) = 16),
    constraint pairings_user_fk foreign key (user_id) references users (user_id),
    constraint pairings_creator_fk foreign key (creator_id) references creators (creator_id)
);

-- The live codes of one creator, and which are over.
create index pairings_creator_idx on pairings (creator_id, expire_time);
