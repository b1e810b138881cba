create table instance (
    num               integer primary key autoincrement,  -- small stand-in for the id in big tables, never reused
    id                text    not null unique,            -- for example 'sonarr-2611202031k3f', assigned once
    kind              text    not null,
    name              text    not null check (length(name) between 1 and 100),
    name_key          text    not null,                   -- the name without regard to case
    address           text    not null,
    second_address    text,
    timeout_ms        integer not null check (timeout_ms between 1000 and 300000),
    proxy             text    not null check (json_valid(proxy)),
    trust             text    not null check (json_valid(trust)),
    headers           text    not null check (json_valid(headers)),
    enabled           integer not null check (enabled in (0, 1)),
    priority          integer not null,
    group_name        text    not null,
    tags              text    not null check (json_valid(tags)),
    colour            text    not null,
    monogram          text    not null,
    guard             text,                               -- null: inherits the group's or the kind's
    check_every_ms    integer check (check_every_ms >= 10000),
    notes             text    not null,
    settings          text    not null check (json_valid(settings)),
    place             integer not null,                   -- the person's own order
    config_version    integer not null check (config_version >= 1),
    remote_identity   text    check (json_valid(remote_identity)),
    created_at_ms     integer not null,
    updated_at_ms     integer not null,
    deleted_at_ms     integer,                            -- in the trash since
    legacy_key        text
) strict;

-- in the trash a name is free again
create unique index instance_name on instance (kind, name_key) where deleted_at_ms is null;

-- names an instance had, so that a search for the old one still finds it
create table former_name (
    instance_num      integer not null references instance (num) on delete cascade,
    name              text    not null,
    until_ms          integer not null,
    primary key (instance_num, name)
) strict, without rowid;

-- ids of instances that are gone for good, so that none is ever drawn again
create table spent_id (
    id                text    primary key,
    num               integer not null,
    name              text    not null,
    purged_at_ms      integer not null
) strict, without rowid;

create table setting (
    name              text    primary key,                -- for example 'appearance.theme'
    value             text    not null
) strict, without rowid;
