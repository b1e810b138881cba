-- the next number of a task
create table task_number (
    one               integer primary key check (one = 1),
    next              integer not null
) strict;
insert into task_number (one, next) values (1, 1);

create table task (
    number            integer primary key,
    kind              text    not null,
    title             text    not null,
    origin            text    not null,
    state             text    not null,
    reason            text,
    done              integer not null,
    total             integer,                            -- null while unknown
    line              text    not null,
    started_at_ms     integer not null,
    ended_at_ms       integer,
    effects           text    not null check (json_valid(effects)),
    problem_code      text,
    problem_summary   text,
    problem_advice    text,
    undoable          integer not null check (undoable in (0, 1)),
    quiet             integer not null check (quiet in (0, 1))
) strict;
create index task_ended on task (ended_at_ms);

create table task_instance (
    task_number       integer not null references task (number) on delete cascade,
    place             integer not null,
    instance_num      integer not null references instance (num) on delete cascade,
    primary key (task_number, place)
) strict, without rowid;
create index task_instance_num on task_instance (instance_num);

-- a task about nothing but one instance goes with it
create trigger task_of_no_instance after delete on task_instance
when not exists (select 1 from task_instance where task_number = old.task_number)
begin
    delete from task where number = old.task_number;
end;

create table task_log (
    task_number       integer not null references task (number) on delete cascade,
    place             integer not null,
    at_ms             integer not null,
    text              text    not null,
    primary key (task_number, place)
) strict, without rowid;

-- how acts are taken back
create table undo_step (
    task_number       integer not null,
    place             integer not null,
    instance_num      integer not null references instance (num) on delete cascade,
    kind              text    not null,
    payload           text    not null check (json_valid(payload)),
    description       text    not null,
    at_ms             integer not null,
    undone_at_ms      integer,
    primary key (task_number, place)
) strict, without rowid;
create index undo_step_instance on undo_step (instance_num);

-- who did what, and why
create table activity (
    id                integer primary key autoincrement,
    at_ms             integer not null,
    instance_num      integer references instance (num) on delete cascade,
    origin            text    not null,
    task_number       integer,
    kind              text    not null,
    words             text    not null
) strict;
create index activity_at on activity (at_ms);
create index activity_instance on activity (instance_num, at_ms);

-- turns of background work, claimed before they run so that none runs twice
create table slot (
    key               text    primary key,                -- names the work, its instance and its time
    instance_num      integer references instance (num) on delete cascade,
    claimed_at_ms     integer not null,
    ended_at_ms       integer,
    outcome           text
) strict, without rowid;
create index slot_claimed on slot (claimed_at_ms);
create index slot_instance on slot (instance_num);

-- all background work is held; no row: it goes on
create table pause (
    one               integer primary key check (one = 1),
    since_ms          integer not null,
    until_ms          integer                             -- null: until a person says so
) strict;
