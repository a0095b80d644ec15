-- The oldest: whole timelines instead of a log.
insert into timelines (job_id, revision, document, create_time)
select pg_temp.id('bb', 1 + i % pg_temp.part(100)), 1 + i / pg_temp.part(100), pg_temp.document(i, 12), now()
from generate_series(0, pg_temp.part(2) - 1) i;

insert into renders (render_id, job_id, timeline_revision, quality, state, attempt, failures, progress, revision, create_time, update_time)
select pg_temp.id('11', i), pg_temp.id('bb', 1 + i % pg_temp.part(100)), 1, 'HIGH', 'SUCCEEDED', 1, 0, '{}', 2, now(), now()
from generate_series(1, pg_temp.part(20)) i;
