-- With people, walls and a log of who did what.
insert into audit_events (sequence, event_time, user_id, token_id, method, subject, outcome, hash)
select i, now(), 'user', 'token', 'rushes.v1.TimelineService/ApplyEdits', 'job', 'OK', sha256(i::text::bytea)
from generate_series(1, pg_temp.part(5)) i;

insert into audit_heads (sequence, hash) select pg_temp.part(5), sha256(pg_temp.part(5)::text::bytea);
