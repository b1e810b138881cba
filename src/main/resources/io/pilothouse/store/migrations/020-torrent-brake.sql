-- what tripped the brake: 'lost', 'disk' or 'many'; one for a disk is over by itself when all files are back
alter table torrent_breaker add column cause text not null default 'many' check (cause in ('lost', 'disk', 'many'));
update torrent_breaker set cause = 'disk' where reason like '%is its disk mounted?';
