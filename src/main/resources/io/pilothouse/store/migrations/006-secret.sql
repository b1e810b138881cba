-- keys that encrypt secrets; the newest is the one in use
create table data_key (
    number            integer primary key autoincrement,
    key_id            text    not null unique,
    created_at_ms     integer not null,
    phrase_nonce      blob    not null check (length(phrase_nonce) = 12),
    phrase_cipher     blob    not null                    -- the recovery phrase, under the key itself
) strict;

-- a data key as each keeper can open it
create table key_wrap (
    key_id            text    not null references data_key (key_id) on delete cascade,
    keeper            text    not null check (keeper in ('KEY_STORE', 'PASSPHRASE', 'KEY_FILE', 'RECOVERY_PHRASE')),
    parameters        text    not null check (json_valid(parameters)),
    nonce             blob    not null check (length(nonce) = 12),
    cipher            blob    not null,
    primary key (key_id, keeper)
) strict, without rowid;

-- one encrypted value; a value whose key is lost stays beside the one that was entered anew
create table secret (
    instance_num      integer not null references instance (num) on delete cascade,
    field             text    not null,
    key_id            text    not null references data_key (key_id),
    nonce             blob    not null check (length(nonce) = 12),
    cipher            blob    not null,
    updated_at_ms     integer not null,
    primary key (instance_num, field, key_id)
) strict, without rowid;
create index secret_key on secret (key_id);
