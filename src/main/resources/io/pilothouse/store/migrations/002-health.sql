-- how an instance is, so that a restart goes on where it stopped
create table instance_health (
    instance_num      integer primary key references instance (num) on delete cascade,
    lifecycle         text    not null,
    health            text,                               -- null before the first completed check
    state             text    not null,
    state_since_ms    integer not null,
    fault             text,
    problem_code      text,
    problem_summary   text,
    problem_advice    text,
    cause             text    check (json_valid(cause)),
    answer            text    check (json_valid(answer)), -- of the latest good check
    latency_us        integer check (latency_us >= 0),
    failures          integer not null check (failures >= 0),
    last_check_at_ms  integer,
    last_healthy_at_ms integer,
    next_check_at_ms  integer
) strict;

-- one row per completed check, for 48 hours
create table health_sample (
    instance_num      integer not null references instance (num) on delete cascade,
    at_ms             integer not null,
    result            integer not null check (result in (0, 1, 2)), -- healthy, unhealthy, error
    fault             text,
    latency_us        integer check (latency_us >= 0),
    primary key (instance_num, at_ms)
) strict, without rowid;

-- what the samples of one span add up to: ten minutes for 30 days, an hour for 400 days
create table health_rollup (
    width_ms          integer not null check (width_ms in (600000, 3600000)),
    instance_num      integer not null references instance (num) on delete cascade,
    start_ms          integer not null check (start_ms % width_ms = 0),
    healthy           integer not null check (healthy >= 0),
    unhealthy         integer not null check (unhealthy >= 0),
    error             integer not null check (error >= 0),
    latency_min_us    integer,
    latency_max_us    integer,
    latency_sum_us    integer not null,
    latency_counts    blob    not null,                   -- pairs of bucket and count, see LatencyCounts
    primary key (instance_num, width_ms, start_ms)
) strict, without rowid;

-- how far the roll-ups of each width have come
create table health_rollup_done (
    width_ms          integer primary key,
    until_ms          integer not null,                   -- spans that end at or before this are rolled up
    finer_from_ms     integer not null                    -- older rows of the finer sort are deleted
) strict;
insert into health_rollup_done (width_ms, until_ms, finer_from_ms) values (600000, 0, 0), (3600000, 0, 0);

-- every change of what a person sees, for ever
create table health_change (
    id                integer primary key autoincrement,
    instance_num      integer not null references instance (num) on delete cascade,
    at_ms             integer not null,
    from_state        text    not null,
    to_state          text    not null,
    lifecycle         text    not null,
    health            text,
    fault             text,
    words             text    not null
) strict;
create index health_change_at on health_change (instance_num, at_ms);

create table maintenance (
    id                integer primary key autoincrement,
    instance_num      integer not null references instance (num) on delete cascade,
    from_ms           integer not null,
    until_ms          integer not null check (until_ms >= from_ms),
    holds_cycles      integer not null check (holds_cycles in (0, 1))
) strict;
create index maintenance_until on maintenance (instance_num, until_ms);
