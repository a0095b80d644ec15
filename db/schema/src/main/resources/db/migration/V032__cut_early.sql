-- Whether a person had a cut made before every clip was looked at.
alter table generations
    add column early boolean not null default false;
