-- secrets that several instances share are stored once: a login with Amazon, for example
create table secret_holder (
    number            integer primary key autoincrement,
    key               text    not null unique,
    created_at_ms     integer not null
) strict;

create table secret_user (
    instance_num      integer primary key references instance (num) on delete cascade,
    holder_number     integer not null references secret_holder (number)
) strict;
create index secret_user_holder on secret_user (holder_number);

create table shared_secret (
    holder_number     integer not null references secret_holder (number) on delete cascade,
    field             text    not null,
    key_id            text    not null references data_key (key_id),
    nonce             blob    not null check (length(nonce) = 12),
    cipher            blob    not null,
    updated_at_ms     integer not null,
    primary key (holder_number, field, key_id)
) strict, without rowid;
create index shared_secret_key on shared_secret (key_id);

-- the last instance that uses a record takes it along
create trigger secret_holder_unused after delete on secret_user
when not exists (select 1 from secret_user where holder_number = old.holder_number)
begin
    delete from secret_holder where number = old.holder_number;
end;
