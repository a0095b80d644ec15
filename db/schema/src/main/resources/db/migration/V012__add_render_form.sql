-- What a rendered file is like. Renders made before were MP4, in the size of their job's shape, with the song as it is.
alter table renders
    add column container     text not null default 'MP4',
    add column resolution    text not null default 'FULL_VERTICAL',
    add column loudness_lufs double precision;

update renders
set resolution = case jobs.shape when 'SQUARE' then 'FULL_SQUARE' when 'LANDSCAPE' then 'FULL_LANDSCAPE' else 'FULL_VERTICAL' end
from jobs
where jobs.job_id = renders.job_id;

alter table renders
    alter column container drop default,
    alter column resolution drop default;
