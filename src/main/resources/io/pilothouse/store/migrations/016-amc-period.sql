-- a period of a collection that failed in passing is tried again by itself
alter table amc_period add column attempts integer not null default 0;
alter table amc_period add column next_at_ms integer;
