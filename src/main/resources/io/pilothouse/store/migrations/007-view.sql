-- how people want a table: the columns, their order and width, the sorting, the filter; without a name
-- as it was left
create table saved_view (
    table_id          text    not null,                    -- the same for all instances of a kind: radarr.movies
    name              text    not null,                    -- empty: as it was left
    layout            text    not null,
    updated_at_ms     integer not null,
    primary key (table_id, name)
) strict, without rowid;
