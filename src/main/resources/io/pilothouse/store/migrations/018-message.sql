-- what was held arrives in a summary
alter table alert add column released_at_ms integer;

-- what is sent to channels outside this computer, each until it is known there or no more true
create table delivery (
    id             integer primary key autoincrement,
    channel        text    not null,
    alerts         text    not null,                      -- ids of what it says, separated by spaces
    state          text    not null check (state in ('waiting', 'sent', 'failed', 'withdrawn')),
    attempts       integer not null,
    made_at_ms     integer not null,
    due_at_ms      integer not null,
    answer         text    not null                       -- what the server said last
) strict;
create index delivery_due on delivery (due_at_ms) where state = 'waiting';
