-- messages to people: what was told, by which channels, and what was held back and why
create table alert (
    id                 integer primary key autoincrement,
    event              text    not null,
    cause              text    not null,                   -- stable key of what it is about
    subject            text    not null,                   -- the silent host, or the name of the fault
    instances          text    not null,                   -- ids, separated by spaces
    at_ms              integer not null,
    since_ms           integer not null,
    sent               text    not null,                   -- channels, separated by spaces
    held               text    not null,                   -- why it was not sent; empty when it was
    ended_at_ms        integer,
    acknowledged_at_ms integer
) strict;

create index alert_at on alert (at_ms);
