-- One library over many Stash servers. A key k is instance.num << 40 | the server's own id; its type is
-- the table, or a number beside it (6 tag, 5 studio, 4 performer, 7 group, 3 gallery, 1 scene, 8 marker,
-- 2 image). Between these tables there are no foreign keys: things arrive in any order, and gaps are
-- normal until they are filled. What belongs to an instance that is gone is deleted in slices.

-- one table for each type, with the columns a list needs; what is missing is '' or 0
create table library_scene (
    k                 integer primary key,
    inst              integer not null,
    title             text    not null,                   -- what is shown, never empty
    s_title           text    not null,                   -- folded, digits padded
    s_date            text    not null,
    s_created         integer not null,                   -- milliseconds since the epoch
    s_updated         integer not null,
    s_duration        integer not null,                   -- seconds
    s_size            integer not null,                   -- bytes
    s_height          integer not null,
    s_bitrate         integer not null,
    s_rating          integer not null,                   -- 1 to 100, 0 for none
    s_plays           integer not null,
    s_last_played     integer not null,
    s_o               integer not null,
    shuffle           integer not null,                   -- random, drawn when the row was made
    width             integer not null,
    codec             text    not null,
    organized         integer not null check (organized in (0, 1)),
    favourite         integer not null check (favourite in (0, 1)),
    picture           integer not null check (picture in (0, 1)),
    parent_k          integer,                            -- studio; of a studio the one above, of a marker the scene
    cluster           integer,                            -- null for what has no like
    crank             integer,                            -- 1 is the one that is shown
    gone              integer,                            -- when it was missed on the server; null for what is there
    check (k >> 40 = inst)
) strict;
create index library_scene_created on library_scene (inst, s_created, k) where gone is null;
create index library_scene_updated on library_scene (inst, s_updated, k) where gone is null;
create index library_scene_date on library_scene (inst, s_date, k) where gone is null;
create index library_scene_title on library_scene (inst, s_title, k) where gone is null;
create index library_scene_duration on library_scene (inst, s_duration, k) where gone is null;
create index library_scene_size on library_scene (inst, s_size, k) where gone is null;
create index library_scene_rating on library_scene (inst, s_rating, k) where gone is null;
create index library_scene_played on library_scene (inst, s_last_played, k) where gone is null and s_last_played > 0;
create index library_scene_o on library_scene (inst, s_o, k) where gone is null and s_o > 0;
create index library_scene_shuffle on library_scene (inst, shuffle, k) where gone is null;
create index library_scene_parent on library_scene (parent_k, s_created, k) where gone is null;
create index library_scene_cluster on library_scene (cluster) where cluster is not null;

create table library_image (
    k integer primary key, inst integer not null, title text not null, s_title text not null, s_date text not null,
    s_created integer not null, s_updated integer not null, s_duration integer not null, s_size integer not null,
    s_height integer not null, s_bitrate integer not null, s_rating integer not null, s_plays integer not null,
    s_last_played integer not null, s_o integer not null, shuffle integer not null, width integer not null,
    codec text not null, organized integer not null check (organized in (0, 1)),
    favourite integer not null check (favourite in (0, 1)), picture integer not null check (picture in (0, 1)),
    parent_k integer, cluster integer, crank integer, gone integer, check (k >> 40 = inst)
) strict;
create index library_image_created on library_image (inst, s_created, k) where gone is null;
create index library_image_updated on library_image (inst, s_updated, k) where gone is null;
create index library_image_date on library_image (inst, s_date, k) where gone is null;
create index library_image_title on library_image (inst, s_title, k) where gone is null;
create index library_image_rating on library_image (inst, s_rating, k) where gone is null;
create index library_image_size on library_image (inst, s_size, k) where gone is null;
create index library_image_shuffle on library_image (inst, shuffle, k) where gone is null;
create index library_image_parent on library_image (parent_k, s_created, k) where gone is null;
create index library_image_cluster on library_image (cluster) where cluster is not null;

create table library_gallery (
    k integer primary key, inst integer not null, title text not null, s_title text not null, s_date text not null,
    s_created integer not null, s_updated integer not null, s_duration integer not null, s_size integer not null,
    s_height integer not null, s_bitrate integer not null, s_rating integer not null, s_plays integer not null,
    s_last_played integer not null, s_o integer not null, shuffle integer not null, width integer not null,
    codec text not null, organized integer not null check (organized in (0, 1)),
    favourite integer not null check (favourite in (0, 1)), picture integer not null check (picture in (0, 1)),
    parent_k integer, cluster integer, crank integer, gone integer, check (k >> 40 = inst)
) strict;
create index library_gallery_created on library_gallery (inst, s_created, k) where gone is null;
create index library_gallery_updated on library_gallery (inst, s_updated, k) where gone is null;
create index library_gallery_date on library_gallery (inst, s_date, k) where gone is null;
create index library_gallery_title on library_gallery (inst, s_title, k) where gone is null;
create index library_gallery_rating on library_gallery (inst, s_rating, k) where gone is null;
create index library_gallery_shuffle on library_gallery (inst, shuffle, k) where gone is null;
create index library_gallery_parent on library_gallery (parent_k, s_created, k) where gone is null;
create index library_gallery_cluster on library_gallery (cluster) where cluster is not null;

create table library_performer (
    k integer primary key, inst integer not null, title text not null, s_title text not null, s_date text not null,
    s_created integer not null, s_updated integer not null, s_duration integer not null, s_size integer not null,
    s_height integer not null, s_bitrate integer not null, s_rating integer not null, s_plays integer not null,
    s_last_played integer not null, s_o integer not null, shuffle integer not null, width integer not null,
    codec text not null, organized integer not null check (organized in (0, 1)),
    favourite integer not null check (favourite in (0, 1)), picture integer not null check (picture in (0, 1)),
    parent_k integer, cluster integer, crank integer, gone integer, check (k >> 40 = inst)
) strict;
create index library_performer_title on library_performer (inst, s_title, k) where gone is null;
create index library_performer_created on library_performer (inst, s_created, k) where gone is null;
create index library_performer_updated on library_performer (inst, s_updated, k) where gone is null;
create index library_performer_rating on library_performer (inst, s_rating, k) where gone is null;
create index library_performer_shuffle on library_performer (inst, shuffle, k) where gone is null;
create index library_performer_cluster on library_performer (cluster) where cluster is not null;

create table library_studio (
    k integer primary key, inst integer not null, title text not null, s_title text not null, s_date text not null,
    s_created integer not null, s_updated integer not null, s_duration integer not null, s_size integer not null,
    s_height integer not null, s_bitrate integer not null, s_rating integer not null, s_plays integer not null,
    s_last_played integer not null, s_o integer not null, shuffle integer not null, width integer not null,
    codec text not null, organized integer not null check (organized in (0, 1)),
    favourite integer not null check (favourite in (0, 1)), picture integer not null check (picture in (0, 1)),
    parent_k integer, cluster integer, crank integer, gone integer, check (k >> 40 = inst)
) strict;
create index library_studio_title on library_studio (inst, s_title, k) where gone is null;
create index library_studio_created on library_studio (inst, s_created, k) where gone is null;
create index library_studio_updated on library_studio (inst, s_updated, k) where gone is null;
create index library_studio_rating on library_studio (inst, s_rating, k) where gone is null;
create index library_studio_shuffle on library_studio (inst, shuffle, k) where gone is null;
create index library_studio_parent on library_studio (parent_k, s_created, k) where gone is null;
create index library_studio_cluster on library_studio (cluster) where cluster is not null;

create table library_tag (
    k integer primary key, inst integer not null, title text not null, s_title text not null, s_date text not null,
    s_created integer not null, s_updated integer not null, s_duration integer not null, s_size integer not null,
    s_height integer not null, s_bitrate integer not null, s_rating integer not null, s_plays integer not null,
    s_last_played integer not null, s_o integer not null, shuffle integer not null, width integer not null,
    codec text not null, organized integer not null check (organized in (0, 1)),
    favourite integer not null check (favourite in (0, 1)), picture integer not null check (picture in (0, 1)),
    parent_k integer, cluster integer, crank integer, gone integer, check (k >> 40 = inst)
) strict;
create index library_tag_title on library_tag (inst, s_title, k) where gone is null;
create index library_tag_created on library_tag (inst, s_created, k) where gone is null;
create index library_tag_updated on library_tag (inst, s_updated, k) where gone is null;
create index library_tag_shuffle on library_tag (inst, shuffle, k) where gone is null;
create index library_tag_cluster on library_tag (cluster) where cluster is not null;

create table library_group (
    k integer primary key, inst integer not null, title text not null, s_title text not null, s_date text not null,
    s_created integer not null, s_updated integer not null, s_duration integer not null, s_size integer not null,
    s_height integer not null, s_bitrate integer not null, s_rating integer not null, s_plays integer not null,
    s_last_played integer not null, s_o integer not null, shuffle integer not null, width integer not null,
    codec text not null, organized integer not null check (organized in (0, 1)),
    favourite integer not null check (favourite in (0, 1)), picture integer not null check (picture in (0, 1)),
    parent_k integer, cluster integer, crank integer, gone integer, check (k >> 40 = inst)
) strict;
create index library_group_title on library_group (inst, s_title, k) where gone is null;
create index library_group_date on library_group (inst, s_date, k) where gone is null;
create index library_group_created on library_group (inst, s_created, k) where gone is null;
create index library_group_updated on library_group (inst, s_updated, k) where gone is null;
create index library_group_rating on library_group (inst, s_rating, k) where gone is null;
create index library_group_shuffle on library_group (inst, shuffle, k) where gone is null;
create index library_group_cluster on library_group (cluster) where cluster is not null;
create index library_group_parent on library_group (parent_k, s_created, k) where gone is null;

create table library_marker (
    k integer primary key, inst integer not null, title text not null, s_title text not null, s_date text not null,
    s_created integer not null, s_updated integer not null, s_duration integer not null, s_size integer not null,
    s_height integer not null, s_bitrate integer not null, s_rating integer not null, s_plays integer not null,
    s_last_played integer not null, s_o integer not null, shuffle integer not null, width integer not null,
    codec text not null, organized integer not null check (organized in (0, 1)),
    favourite integer not null check (favourite in (0, 1)), picture integer not null check (picture in (0, 1)),
    parent_k integer, cluster integer, crank integer, gone integer, check (k >> 40 = inst)
) strict;
create index library_marker_title on library_marker (inst, s_title, k) where gone is null;
create index library_marker_created on library_marker (inst, s_created, k) where gone is null;
create index library_marker_shuffle on library_marker (inst, shuffle, k) where gone is null;
create index library_marker_cluster on library_marker (cluster) where cluster is not null;
create index library_marker_parent on library_marker (parent_k, s_created, k) where gone is null;

-- what only a page about one thing needs
create table library_detail (
    type              integer not null,
    k                 integer not null,
    created_raw       text    not null,                   -- stamps as the server wrote them
    updated_raw       text    not null,
    row_hash          integer not null,                   -- of everything the server told
    read_at_ms        integer not null,
    play_seconds      real    not null,
    resume_seconds    real    not null,
    filled            integer not null,                   -- how many fields have a value
    fields            text    not null check (json_valid(fields)),
    primary key (type, k)
) strict, without rowid;

create table library_file (
    type              integer not null,
    k                 integer not null,
    pos               integer not null,
    file_k            integer not null,                   -- instance.num << 40 | the server's number of the file
    path              text    not null,
    updated_raw       text    not null,
    size              integer not null,
    width             integer not null,
    height            integer not null,
    duration          real    not null,
    bitrate           integer not null,
    codec             text    not null,
    oshash            text,
    md5               text,
    phash             text,
    primary key (type, k, pos)
) strict, without rowid;
create index library_file_number on library_file (file_k);
create index library_file_oshash on library_file (oshash) where oshash is not null;
create index library_file_md5 on library_file (md5) where md5 is not null;
create index library_file_phash on library_file (phash) where phash is not null;

create table library_link (
    relation          integer not null,                   -- the number of the relation
    from_k            integer not null,
    to_k              integer not null,
    src               integer not null,                   -- 1 own, 2 by performer, 4 by studio, 8 by group
    place             integer not null,
    note              text    not null,
    primary key (relation, from_k, to_k),
    check (from_k >> 40 = to_k >> 40)
) strict, without rowid;
create index library_link_back on library_link (relation, to_k, from_k, src);

create table library_endpoint (
    num               integer primary key,
    url               text    not null unique
) strict;

create table library_external_id (
    type              integer not null,
    k                 integer not null,
    endpoint          integer not null,
    sid               text    not null,
    updated_raw       text    not null,
    primary key (type, k, endpoint, sid)
) strict, without rowid;
create index library_external_find on library_external_id (type, endpoint, sid, k);

-- rowid is type << 56 | k
create virtual table library_text using fts5 (title, file, people, studio, code,
    content = '', contentless_delete = 1, prefix = '2 3', tokenize = "unicode61 remove_diacritics 2");

-- what is the same on several servers, best rank first
create table library_member (
    type              integer not null,
    cluster           integer not null,
    crank             integer not null,
    inst              integer not null,
    k                 integer not null,
    primary key (type, cluster, crank)
) strict, without rowid;
create unique index library_member_of on library_member (type, k);

-- what a person said: these are the same, or not
create table library_rule (
    num               integer primary key autoincrement,
    type              integer not null,
    a                 integer not null,
    b                 integer not null,
    verdict           text    not null check (verdict in ('same', 'different')),
    made_at_ms        integer not null,
    note              text    not null,
    undone_at_ms      integer,
    check (a < b)
) strict;
create unique index library_rule_live on library_rule (type, a, b) where undone_at_ms is null;
create index library_rule_b on library_rule (type, b) where undone_at_ms is null;

-- links that were not followed, because two things of one server would have become one
create table library_conflict (
    type              integer not null,
    a                 integer not null,
    b                 integer not null,
    signal            text    not null,
    found_at_ms       integer not null,
    primary key (type, a, b)
) strict, without rowid;
create index library_conflict_b on library_conflict (type, b);

-- which copy a field is taken from, and on which values that was decided; field * is the whole
create table library_pick (
    type              integer not null,
    cluster           integer not null,
    field             text    not null,
    k                 integer,                            -- null: the difference is all right
    seen              text    not null,
    at_ms             integer not null,
    primary key (type, cluster, field)
) strict, without rowid;

create table library_count (
    type              integer not null,
    k                 integer not null,
    scenes            integer not null,
    images            integer not null,
    galleries         integer not null,
    primary key (type, k)
) strict, without rowid;

create table library_total (
    instance_num      integer not null references instance (num) on delete cascade,
    type              integer not null,
    live              integer not null,
    gone              integer not null,
    primary key (instance_num, type)
) strict, without rowid;

-- what a person thinks of things, by the copy it was said of
create table library_user (
    type              integer not null,
    k                 integer not null,
    rating            integer check (rating between 0 and 100),
    favourite         integer check (favourite in (0, 1)),
    hidden            integer check (hidden in (0, 1)),
    resume_ms         integer,
    note              text,
    updated_at_ms     integer not null,
    primary key (type, k)
) strict, without rowid;

create table library_event (
    num               integer primary key autoincrement,
    type              integer not null,
    k                 integer not null,
    what              text    not null check (what in ('play', 'o')),
    at_ms             integer not null,
    seconds           real    not null,
    pushed            integer not null check (pushed in (0, 1))
) strict;
create index library_event_of on library_event (type, k, at_ms);

-- user data that followed a thing to its new number on the same server
create table library_move (
    type              integer not null,
    from_k            integer not null,
    to_k              integer not null,
    reason            text    not null,
    at_ms             integer not null,
    primary key (type, from_k, to_k)
) strict, without rowid;

-- what waits to be written on a server
create table library_outbox (
    num               integer primary key autoincrement,
    instance_num      integer not null references instance (num) on delete cascade,
    type              integer not null,
    k                 integer not null,
    op                text    not null,
    value             text    not null,
    base              text    not null,                   -- the server's value that the person saw
    created_at_ms     integer not null,
    not_before_ms     integer not null,
    tries             integer not null,
    state             text    not null,
    error             text    not null
) strict;
create index library_outbox_next on library_outbox (instance_num, state, num);

-- where a run stands; written with each page
create table library_cursor (
    instance_num      integer not null references instance (num) on delete cascade,
    type              integer not null,
    mode              text    not null,
    phase             text    not null,
    last_id           integer not null,
    page              integer not null,
    max_raw           text    not null,
    rows              integer not null,
    started_at_ms     integer not null,
    primary key (instance_num, type)
) strict, without rowid;

create table library_run (
    num               integer primary key autoincrement,
    instance_num      integer not null references instance (num) on delete cascade,
    mode              text    not null,
    started_at_ms     integer not null,
    ended_at_ms       integer not null,
    outcome           text    not null,
    reason            text    not null,
    report            text    not null check (json_valid(report))
) strict;
create index library_run_of on library_run (instance_num, num);

create table library_state (
    instance_num      integer primary key references instance (num) on delete cascade,
    software          text    not null,
    counts            text    not null check (json_valid(counts)),
    file_watermark    text    not null,
    zone              text    not null,                   -- offset of the newest stamps
    full_at_ms        integer,
    inventory_at_ms   integer,
    activity_at_ms    integer,
    good_at_ms        integer,
    held              text    not null check (json_valid(held)), -- deletions that a person must decide
    write_back        text    not null check (write_back in ('off', 'manual', 'automatic'))
) strict;

create table library_watermark (
    instance_num      integer not null references instance (num) on delete cascade,
    type              integer not null,
    raw               text    not null,
    primary key (instance_num, type)
) strict, without rowid;

-- by which a library is known again
create table library_sample (
    instance_num      integer not null references instance (num) on delete cascade,
    type              integer not null,
    id                integer not null,
    created_raw       text    not null,
    content           text    not null,
    primary key (instance_num, type, id)
) strict, without rowid;

-- what an inventory saw; emptied at its end
create table library_seen (
    type              integer not null,
    k                 integer not null,
    raw               text    not null,
    primary key (type, k)
) strict, without rowid;

-- work left over: missing, unsettled, inherit, index, reread, suspect
create table library_todo (
    what              text    not null,
    type              integer not null,
    k                 integer not null,
    primary key (what, type, k)
) strict, without rowid;

create table library_filter (
    name              text    primary key,
    document          text    not null check (json_valid(document)),
    saved_at_ms       integer not null
) strict, without rowid;
