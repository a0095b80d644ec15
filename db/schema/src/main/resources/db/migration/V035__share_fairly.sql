-- SPDX-License-Identifier: Apache-2.0
-- How much open work a creator has is counted whenever more comes, so that theirs waits behind others' first pieces.

create index analyses_open_creator_idx on analyses (creator_id) where state in ('PENDING', 'RUNNING');
