-- With a log of edits, before people were told apart.
insert into edits (job_id, revision, step, author, auto_lock, edit, request_id, request_index, request_digest, create_time)
select pg_temp.id('bb', 1 + i % pg_temp.part(100)), 1 + i / pg_temp.part(100), 1 + i / pg_temp.part(100), 'ada', true,
    jsonb_build_object('type', 'slip', 'shotId', 'shot-' || i % 40, 'frames', i % 25), 'request-' || i, 0, pg_temp.hash(i), now()
from generate_series(0, pg_temp.part(2) - 1) i;

insert into timeline_snapshots (job_id, revision, document, create_time)
select pg_temp.id('bb', 1 + i % pg_temp.part(100)), 1 + i / pg_temp.part(100), pg_temp.document(i, 40), now()
from generate_series(0, pg_temp.part(50) - 1) i;

insert into renders (render_id, job_id, timeline_revision, quality, state, attempt, failures, progress, revision, container, resolution,
    create_time, update_time)
select pg_temp.id('11', i), pg_temp.id('bb', 1 + i % pg_temp.part(100)), 1, 'HIGH', 'SUCCEEDED', 1, 0, '{}', 2, 'MP4', 'FULL_VERTICAL',
    now(), now()
from generate_series(1, pg_temp.part(20)) i;

insert into session_events (event_id, job_id, session_id, event, create_time)
select pg_temp.id('22', i), pg_temp.id('bb', 1 + i % pg_temp.part(100)), pg_temp.id('ff', 1 + i % pg_temp.part(20)), '{"type": "exported"}', now()
from generate_series(1, pg_temp.part(10)) i;

insert into previews (preview_id, sha256, kind, file_name, state, attempt, failures, files, create_time, update_time)
select pg_temp.id('33', i), pg_temp.hash(i), 'CLIP', 'clip ' || i || '.mp4', 'SUCCEEDED', 1, 0,
    jsonb_build_array(jsonb_build_object('sha256', pg_temp.hash(-i), 'sizeBytes', i)), now(), now()
from generate_series(1, pg_temp.part(10)) i;

insert into uploads (upload_id, part, offset_bytes, epoch, update_time)
select pg_temp.id('cc', i), i, 0, 1, now() from generate_series(1, pg_temp.part(50)) i;
