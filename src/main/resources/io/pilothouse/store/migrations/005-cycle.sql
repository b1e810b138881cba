-- rules of processing cycles, each as the document a person reads and writes
create table cycle_rule (
    num               integer primary key autoincrement,
    instance_num      integer not null references instance (num) on delete cascade,
    name              text    not null,
    rule              text    not null check (json_valid(rule)),
    enabled           integer not null check (enabled in (0, 1)),
    version           integer not null,                   -- raised by every change of the document
    dry_run_version   integer not null,                   -- the version a person last saw a dry run of
    failures          integer not null check (failures >= 0), -- failed runs in a row
    paused_until_ms   integer,
    skip_slot         text,                               -- the one slot to leave out
    unique (instance_num, name)
) strict;

create table cycle_run (
    number            integer primary key autoincrement,
    instance_num      integer not null references instance (num) on delete cascade,
    rule              text    not null,
    dry_run           integer not null check (dry_run in (0, 1)),
    started_at_ms     integer not null,
    ended_at_ms       integer not null,
    ended             text    not null,
    reason            text    not null,
    run               text    not null check (json_valid(run))
) strict;
create index cycle_run_rule on cycle_run (instance_num, rule, number);

-- what is remembered of one item of one instance
create table cycle_item (
    instance_num      integer not null references instance (num) on delete cascade,
    item_type         text    not null,
    item_id           text    not null,
    parent_type       text,
    parent_id         text,
    rule              text    not null,                   -- the rule that searched it last
    last_attempt_at_ms integer not null,
    attempts          integer not null,
    fruitless         integer not null,
    unsettled         integer not null check (unsettled in (0, 1)),
    next_eligible_at_ms integer not null,
    primary key (instance_num, item_type, item_id)
) strict, without rowid;
create index cycle_item_parent on cycle_item (instance_num, parent_type, parent_id);

-- units of budget: reserved before the call, used or given back after it. A unit that is still
-- reserved after a crash counts as used
create table cycle_unit (
    id                integer primary key autoincrement,
    instance_num      integer not null references instance (num) on delete cascade,
    rule              text    not null,
    budget_group      text    not null,                   -- shared budget, empty for none
    item_type         text    not null,
    item_id           text    not null,
    title             text    not null,
    at_ms             integer not null,
    used              integer not null check (used in (0, 1))
) strict;
create index cycle_unit_at on cycle_unit (at_ms);
create index cycle_unit_rule on cycle_unit (instance_num, rule, at_ms);

-- what came of each search, followed until it settles
create table cycle_ledger (
    number            integer primary key autoincrement,
    instance_num      integer not null references instance (num) on delete cascade,
    rule              text    not null,
    item_type         text    not null,
    item_id           text    not null,
    title             text    not null,
    asked_at_ms       integer not null,
    command_id        text    not null,
    outcome           text    not null,
    download_id       text    not null,
    indexer           text    not null,
    settled_at_ms     integer,
    reason            text    not null
) strict;
create index cycle_ledger_asked on cycle_ledger (instance_num, asked_at_ms);
create index cycle_ledger_open on cycle_ledger (instance_num) where settled_at_ms is null;
create index cycle_ledger_item on cycle_ledger (instance_num, item_type, item_id);
