-- Amazon Marketing Cloud. Logins are known by a hash of their refresh token; the token itself is among
-- the secrets of each instance that uses it
create table amc_account (
    login             text    not null,
    entity_id         text    not null,
    marketplace_id    text    not null,
    name              text    not null,
    country           text    not null,
    region            text    not null,
    self_service      integer not null check (self_service in (0, 1)),
    seen_at_ms        integer not null,
    primary key (login, entity_id, marketplace_id)
) strict, without rowid;

-- labels of instances
create table amc_brand (
    number            integer primary key autoincrement,
    name              text    not null,
    key               text    not null unique,            -- the name without regard to case
    colour            text    not null,
    parameters        text    not null check (json_valid(parameters))
) strict;

create table amc_instance_brand (
    instance_num      integer not null references instance (num) on delete cascade,
    brand_number      integer not null references amc_brand (number) on delete cascade,
    position          integer not null,
    primary key (instance_num, brand_number)
) strict, without rowid;

-- questions, each version of them
create table amc_workflow (
    id                text    not null primary key,
    workflow          text    not null check (json_valid(workflow)),
    version           integer not null,
    created_at_ms     integer not null,
    updated_at_ms     integer not null
) strict, without rowid;

create table amc_workflow_version (
    id                text    not null,
    version           integer not null,
    workflow          text    not null check (json_valid(workflow)),
    at_ms             integer not null,
    primary key (id, version)
) strict, without rowid;

-- one question put to one instance
create table amc_run (
    id                text    not null primary key,
    instance_num      integer not null references instance (num) on delete cascade,
    group_id          text,
    workflow_id       text,
    sql_hash          text    not null,
    window_start      text    not null,
    window_end        text    not null,
    ask               text    not null check (json_valid(ask)),
    dry_run           integer not null check (dry_run in (0, 1)),
    origin            text    not null,
    origin_ref        text    not null,
    created_at_ms     integer not null,
    state             text    not null,
    remote_id         text,
    remote_status     text    not null,
    code              text    not null,
    words             text    not null,
    line              integer,                            -- of a mistake in the typed SQL
    col               integer,
    submitted_at_ms   integer,
    ended_at_ms       integer,
    next_at_ms        integer,                            -- when it is to be looked at again; null once it ended
    looks             integer not null,
    took_ms           integer,
    row_count         integer,
    byte_count        integer,
    adopted           integer not null check (adopted in (0, 1)),
    cancel_asked      integer not null check (cancel_asked in (0, 1))
) strict, without rowid;
create index amc_run_open on amc_run (next_at_ms) where next_at_ms is not null;
create index amc_run_instance on amc_run (instance_num, created_at_ms);
create index amc_run_group on amc_run (group_id) where group_id is not null;
create index amc_run_same on amc_run (instance_num, sql_hash);
create index amc_run_origin on amc_run (origin, origin_ref);

-- what was fetched; the rows are in the file
create table amc_result (
    run_id            text    not null primary key references amc_run (id) on delete cascade,
    file              text    not null,
    sha256            text    not null,
    info              text    not null check (json_valid(info)), -- parts, columns, irregular lines
    row_count         integer not null,
    byte_count        integer not null,
    suppressed        integer not null,
    fetched_at_ms     integer not null,
    pinned            integer not null check (pinned in (0, 1))
) strict, without rowid;

create table amc_schedule (
    id                text    not null primary key,
    name              text    not null,
    schedule          text    not null check (json_valid(schedule)),
    cursor_ms         integer not null,                   -- all slots up to it are dealt with
    failures          integer not null check (failures >= 0),
    paused            text    not null
) strict, without rowid;

-- the turns of schedules: the primary key is what keeps one from running twice
create table amc_slot (
    schedule_id       text    not null references amc_schedule (id) on delete cascade,
    instance_num      integer not null references instance (num) on delete cascade,
    slot_ms           integer not null,
    state             text    not null,
    reason            text    not null,
    run_id            text,
    attempts          integer not null,
    next_at_ms        integer,
    primary key (schedule_id, instance_num, slot_ms)
) strict, without rowid;
create index amc_slot_open on amc_slot (next_at_ms) where next_at_ms is not null;

create table amc_collection (
    id                text    not null primary key,
    collection        text    not null check (json_valid(collection)),
    paused            integer not null check (paused in (0, 1))
) strict, without rowid;

create table amc_period (
    collection_id     text    not null references amc_collection (id) on delete cascade,
    instance_num      integer not null references instance (num) on delete cascade,
    start_day         text    not null,
    end_day           text    not null,
    state             text    not null,
    reason            text    not null,
    run_id            text,
    primary key (collection_id, instance_num, start_day)
) strict, without rowid;

-- what Amazon said of an instance: data sources, advertisers, facts, schedules
create table amc_remote (
    instance_num      integer not null references instance (num) on delete cascade,
    what              text    not null,
    answer            text    not null check (json_valid(answer)),
    at_ms             integer not null,
    primary key (instance_num, what)
) strict, without rowid;

-- calls of the API, without anything that was in them
create table amc_call (
    id                integer primary key autoincrement,
    instance_num      integer references instance (num) on delete cascade,
    at_ms             integer not null,
    endpoint          text    not null,
    status            integer,                            -- null without an answer
    took_ms           integer not null,
    bytes             integer not null
) strict;
create index amc_call_at on amc_call (at_ms);
