-- What every schema has. Sizes follow fill.rows; ids say what they are of and their number.
create function pg_temp.id(kind text, number int) returns uuid language sql immutable
    return (kind || '000000-0000-7000-8000-' || lpad(to_hex(number), 12, '0'))::uuid;
create function pg_temp.part(divisor int) returns int language sql
    return greatest(1, current_setting('fill.rows')::int / divisor);
create function pg_temp.hash(number int) returns text language sql immutable
    return encode(sha256(number::text::bytea), 'hex');
create function pg_temp.document(seed int, shots int) returns jsonb language sql immutable
    return jsonb_build_object('seed', seed, 'shots', repeat(md5(seed::text), 2 * shots));

insert into projects (project_id, display_name, creator_id, create_time)
select pg_temp.id('aa', i), 'project ' || i, 'local', now() from generate_series(1, pg_temp.part(1000)) i;

insert into jobs (job_id, project_id, display_name, target_duration_millis, shape, rate_numerator, rate_denominator, create_time)
select pg_temp.id('bb', i), pg_temp.id('aa', 1 + i % pg_temp.part(1000)), 'job ' || i, 15000,
    (array['VERTICAL', 'SQUARE', 'LANDSCAPE'])[1 + i % 3], 30, 1, now()
from generate_series(1, pg_temp.part(100)) i;

insert into media (media_id, job_id, kind, file_name, size_bytes, sha256, state, create_time)
select pg_temp.id('cc', i), pg_temp.id('bb', 1 + i % pg_temp.part(100)), 'CLIP', 'clip ' || i || '.mp4', 1000 + i, pg_temp.hash(i), 'ACTIVE', now()
from generate_series(1, pg_temp.part(10)) i;

insert into analyses (analysis_id, sha256, kind, analyzer_version, size_bytes, file_name, state, attempt, failures, result, update_time)
select pg_temp.id('dd', i), pg_temp.hash(i), 'CLIP', '7', 1000 + i, 'clip ' || i || '.mp4',
    case when i % 50 = 0 then 'PENDING' else 'SUCCEEDED' end, 1, 0, pg_temp.document(i, 12), now()
from generate_series(1, pg_temp.part(10)) i;

insert into style_profiles (style_profile_id, creator_id, document, create_time)
select pg_temp.id('ee', i), 'local', pg_temp.document(i, 3), now() from generate_series(1, pg_temp.part(1000)) i;

insert into generations (generation_id, job_id, seed, style_profile_id, state, attempt, failures, progress, timeline_revision,
    rejected_clips, revision, create_time, update_time)
select pg_temp.id('ff', i), pg_temp.id('bb', 1 + i % pg_temp.part(100)), i, pg_temp.id('ee', 1 + i % pg_temp.part(1000)), 'SUCCEEDED', 1, 0,
    '{"step": "DONE"}', 1, '[]', 3, now(), now()
from generate_series(1, pg_temp.part(20)) i;

insert into requests (request_id, method, digest, resource_id, create_time)
select 'request-' || i, 'CreateMedia', pg_temp.hash(i), pg_temp.id('cc', i), now() from generate_series(1, pg_temp.part(10)) i;

insert into scheduled_tasks (task_name, task_instance, execution_time, picked, version, priority)
select 'analysis', pg_temp.id('dd', i)::text, now(), false, 1, 0 from generate_series(50, pg_temp.part(10), 50) i;
