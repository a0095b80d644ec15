-- SPDX-License-Identifier: Apache-2.0
-- The audit log: who called what, with which outcome. Each creator has a chain of its own, numbered without a gap, in which every event
-- carries the hash of itself and of the event before. Only appending is granted; what is changed in spite of it breaks the chain.

create table audit_events (
    creator_id text        not null default nullif(current_setting('rushes.creator', true), ''),
    sequence   bigint      not null,
    event_time timestamptz not null,
    user_id    text        not null,
    token_id   text        not null,
    method     text        not null,
    subject    text        not null,
    outcome    text        not null,
    hash       bytea       not null,
    constraint audit_events_pk primary key (creator_id, sequence),
    constraint audit_events_creator_fk foreign key (creator_id) references creators (creator_id),
    constraint audit_events_hash_whole check (length(hash) = 32)
);

-- The newest event of each chain: appenders queue here, and events cut off the end are missed.
create table audit_heads (
    creator_id text   not null default nullif(current_setting('rushes.creator', true), ''),
    sequence   bigint not null,
    hash       bytea  not null,
    constraint audit_heads_pk primary key (creator_id),
    constraint audit_heads_creator_fk foreign key (creator_id) references creators (creator_id),
    constraint audit_heads_hash_whole check (length(hash) = 32)
);

do $$
declare
    owned text;
    setting constant text := 'nullif(current_setting(''rushes.creator'', true), '''')';
begin
    foreach owned in array array['audit_events', 'audit_heads'] loop
        execute format('alter table %I enable row level security', owned);
        execute format('alter table %I force row level security', owned);
        execute format('create policy own on %I for select to rushes_app using (creator_id = %s)', owned, setting);
        execute format('create policy everything on %I to rushes_system using (true) with check (true)', owned);
        -- For erase_audit_events below, which runs as the owner.
        execute format('create policy erasing on %I for all to current_user using (true) with check (true)', owned);
        execute format('grant select on %I to rushes_app', owned);
    end loop;
end
$$;

revoke update, delete on audit_events from rushes_system;
revoke delete on audit_heads from rushes_system;

-- The only way to remove events: all of one creator, when the creator is erased.
create function erase_audit_events(erased text) returns bigint language plpgsql security definer as $$
declare
    gone bigint;
begin
    delete from audit_events where creator_id = erased;
    get diagnostics gone = row_count;
    delete from audit_heads where creator_id = erased;
    return gone;
end
$$;

do $$
begin
    execute format('alter function erase_audit_events(text) set search_path = %I', current_schema());
end
$$;

revoke all on function erase_audit_events(text) from public;
grant execute on function erase_audit_events(text) to rushes_system;
