-- what calls of the API add up to by the hour once they are no longer kept one by one: for 400 days
create table amc_call_hour (
    id                integer primary key autoincrement,
    instance_num      integer references instance (num) on delete cascade,
    start_ms          integer not null check (start_ms % 3600000 = 0),
    endpoint          text    not null,
    status            integer,                            -- null without an answer
    bytes             integer not null,
    latency_min_us    integer not null,
    latency_max_us    integer not null,
    latency_sum_us    integer not null,
    latency_counts    blob    not null                    -- pairs of bucket and count, see LatencyCounts
) strict;
create index amc_call_hour_start on amc_call_hour (start_ms);
create index amc_call_hour_instance on amc_call_hour (instance_num);
