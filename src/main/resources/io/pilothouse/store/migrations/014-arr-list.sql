-- what the *arr apps want and have on their way as it was last read, so that pages open without asking
create table arr_list (
    instance_num      integer not null references instance (num) on delete cascade,
    list              text    not null,                   -- for example 'queue', 'wanted-missing'
    read_at_ms        integer not null,
    document          text    not null check (json_valid(document)),
    primary key (instance_num, list)
) strict, without rowid;
