create table window_state (
    name              text    primary key,
    state             text    not null check (json_valid(state)),
    updated_at_ms     integer not null
) strict, without rowid;

-- the stored preference of the active instance
create table active_instance (
    kind              text    primary key,
    instance_num      integer not null references instance (num) on delete cascade,
    chosen_at_ms      integer not null
) strict, without rowid;
create index active_instance_num on active_instance (instance_num);

create table active_kind (
    one               integer primary key check (one = 1),
    kind              text    not null
) strict;

-- the last 1,000 requests: what was sent where, never what was in it
create table sent_request (
    id                integer primary key autoincrement,
    at_ms             integer not null,
    instance_num      integer references instance (num) on delete cascade,
    method            text    not null,
    path              text    not null,
    status            integer                             -- null: no answer
) strict;
create index sent_request_instance on sent_request (instance_num);
