-- where the next run of a rule goes on in the service's list
alter table cycle_rule add column list_page integer not null default 1 check (list_page >= 1);

-- what was seen of a download that gets no further
create table queue_strike (
    instance_num      integer not null references instance (num) on delete cascade,
    download_id       text    not null,
    left_bytes        integer,                            -- still to load when it was last looked at; null unknown
    seen_at_ms        integer not null,                   -- when it was last looked at
    strikes           integer not null check (strikes >= 0),
    reason            text    not null,                   -- of the last strike, empty without one
    primary key (instance_num, download_id)
) strict, without rowid;
