-- torrents as last seen, for the time before the client answers; speeds and times are not kept
create table torrent (
    instance_num      integer not null references instance (num) on delete cascade,
    hash              text    not null,
    infohash_v1       text    not null,
    infohash_v2       text    not null,
    name              text    not null,
    state             text    not null,
    category          text    not null,
    tags              text    not null,                   -- joined by commas
    progress          real    not null,
    size_bytes        integer not null,
    completed_bytes   integer not null,
    uploaded_bytes    integer not null,
    ratio             real    not null,
    save_path         text    not null,
    content_path      text    not null,
    added_at_ms       integer,
    seeding_ms        integer not null,
    is_private        integer check (is_private in (0, 1)), -- null for not known
    tracker           text    not null,                   -- scheme and host alone: the rest may be a passkey
    first_seen_ms     integer not null,
    last_seen_ms      integer not null,
    primary key (instance_num, hash)
) strict, without rowid;
create index torrent_v1 on torrent (infohash_v1) where infohash_v1 <> '';
create index torrent_v2 on torrent (infohash_v2) where infohash_v2 <> '';
create index torrent_category on torrent (category);

-- what the rules saw of a torrent over time
create table torrent_observation (
    instance_num      integer not null references instance (num) on delete cascade,
    hash              text    not null,
    seen              text    not null check (json_valid(seen)),
    primary key (instance_num, hash)
) strict, without rowid;

-- everything that was done to torrents, written down before it is sent
create table torrent_ledger (
    id                integer primary key autoincrement,
    instance_num      integer not null references instance (num) on delete cascade,
    hash              text    not null,
    name              text    not null,
    act               text    not null,
    rule              text    not null,                   -- empty for a person
    reason            text    not null,
    state             text    not null
        check (state in ('PLANNED', 'SENT', 'CONFIRMED', 'NO_EFFECT', 'FAILED', 'SKIPPED')),
    at_ms             integer not null,
    settled_at_ms     integer,
    error             text    not null
) strict;
create index torrent_ledger_torrent on torrent_ledger (instance_num, hash, at_ms);
create index torrent_ledger_open on torrent_ledger (instance_num) where state = 'SENT';
create index torrent_ledger_at on torrent_ledger (at_ms);

-- what brings a deleted torrent back, kept for 30 days
create table torrent_copy (
    ledger_id         integer primary key references torrent_ledger (id) on delete cascade,
    file              blob,                               -- the .torrent; null where the client could not give it
    torrent           text    not null check (json_valid(torrent)),
    at_ms             integer not null
) strict;

-- why the rules of a client take nothing away until a person has looked
create table torrent_breaker (
    instance_num      integer primary key references instance (num) on delete cascade,
    reason            text    not null,
    at_ms             integer not null
) strict;
