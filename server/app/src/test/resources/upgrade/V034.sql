-- With comments, repairs of songs, merges and files that are to go.
insert into comments (comment_id, job_id, media_id, source_start, source_count, words, author, author_key, revision, create_time)
select pg_temp.id('44', i), pg_temp.id('bb', 1 + i % pg_temp.part(100)), pg_temp.id('cc', 1 + i % pg_temp.part(10)), i, 30, 'words ' || i, 'ada', 'ada', i, now()
from generate_series(1, pg_temp.part(10)) i;

insert into song_repairs (repair_id, media_id, ordinal, correction, create_time)
select pg_temp.id('55', i), pg_temp.id('cc', 1 + i % pg_temp.part(10)), 1, '{"type": "doubled"}', now() from generate_series(1, pg_temp.part(50)) i;

insert into merges (job_id, request_id, digest, revision, conflicts)
select pg_temp.id('bb', 1 + i % pg_temp.part(100)), 'merge-' || i, pg_temp.hash(i), 1, '[]' from generate_series(1, pg_temp.part(50)) i;

insert into freed_files (sha256) select pg_temp.hash(-i) from generate_series(1, pg_temp.part(50)) i;
