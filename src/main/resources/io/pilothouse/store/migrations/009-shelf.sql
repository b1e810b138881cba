-- the libraries of the *arr apps as they were last read, so that pages open without asking
create table arr_shelf (
    instance_num      integer primary key references instance (num) on delete cascade,
    read_at_ms        integer not null
) strict;

create table arr_title (
    instance_num      integer not null references instance (num) on delete cascade,
    item_type         text    not null,
    item_id           text    not null,
    name              text    not null,
    sort_name         text    not null,
    year              integer,
    status            text    not null,
    monitored         integer not null check (monitored in (0, 1)),
    have              integer not null,
    want              integer not null,
    size_bytes        integer not null,
    profile           text    not null,
    root              text    not null,
    tags              text    not null,                   -- labels, each on a line of its own
    added_at_ms       integer,
    page              text    not null,                   -- below the app's address
    foreign_id        text    not null,                   -- at the metadata service
    primary key (instance_num, item_type, item_id)
) strict, without rowid;
create index arr_title_foreign on arr_title (foreign_id);
