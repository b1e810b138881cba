-- which images a gallery has: a digest of their checksums, for galleries whose images all have one
create table library_image_set (
    k                 integer primary key,
    digest            text    not null
) strict;
create index library_image_set_digest on library_image_set (digest);

-- what looks alike and is not folded, kept up with what changes
create table library_like (
    type              integer not null,
    a                 integer not null,
    b                 integer not null,
    weight            integer not null,                   -- the less the more alike
    mark              text    not null,
    primary key (type, a, b),
    check (a < b)
) strict, without rowid;
create index library_like_b on library_like (type, b);

insert or ignore into library_todo (what, type, k) select 'like', type, k from library_detail where type in (1, 3, 4, 5, 6, 7);
insert or ignore into library_todo (what, type, k) select 'image_set', 3, k from library_gallery;
