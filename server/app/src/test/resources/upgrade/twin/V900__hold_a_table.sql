-- What no migration may do: every row is written anew, and whoever wants one waits as long as the transaction takes.
alter table analyses alter column failures type bigint;
select pg_sleep(3);
