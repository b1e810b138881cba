package io.pilothouse.store;

import io.pilothouse.domain.arr.Title;
import io.pilothouse.domain.cycle.ItemKey;
import io.pilothouse.domain.instance.InstanceId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The libraries of *arr apps as they were last read. Thread-safe.
public final class TitleRepository {

    private static final String NUM = "(select num from instance where id = ?)";

    private final Database database;

    public TitleRepository(Database database) {
        this.database = database;
    }

    /// Replaces the library of an instance; of one that is gone nothing is stored.
    public void replace(InstanceId instance, Collection<Title> titles, Instant readAt) {
        database.transaction(connection -> {
            Sql.update(connection, "delete from arr_title where instance_num = " + NUM, instance);
            Sql.update(connection, """
                    insert into arr_shelf (instance_num, read_at_ms) select num, ? from instance where id = ?
                    on conflict (instance_num) do update set read_at_ms = excluded.read_at_ms
                    """, readAt, instance);
            var num = Sql.first(connection, "select num from instance where id = ?", row -> row.getLong(1), instance);
            if (num.isPresent()) {
                var rows = titles.stream().map(it -> values(num.get(), it)).toList();
                Sql.updateEach(connection, """
                        insert or replace into arr_title (instance_num, item_type, item_id, name, sort_name, year,
                            status, monitored, have, want, size_bytes, profile, root, tags, added_at_ms, page,
                            foreign_id)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """, rows);
            }
            return titles.size();
        });
    }

    private static @Nullable Object[] values(long num, Title it) {
        return new @Nullable Object[] {
            num,
            it.item().type(),
            it.item().id(),
            it.name(),
            it.sortName(),
            it.year().isPresent() ? Optional.of(it.year().getAsInt()) : Optional.empty(),
            it.status(),
            it.monitored(),
            it.have(),
            it.want(),
            it.sizeBytes(),
            it.profile(),
            it.root(),
            String.join("\n", it.tags()),
            it.addedAt(),
            it.page(),
            it.foreignId()
        };
    }

    /// @return when the library was read; empty when it never was
    public Optional<Instant> readAt(InstanceId instance) {
        return database.read(connection -> Sql.first(
                connection,
                "select read_at_ms from arr_shelf where instance_num = " + NUM,
                row -> Sql.instant(row, "read_at_ms"),
                instance));
    }

    /// @return by sort name, then by id
    public List<Title> all(InstanceId instance) {
        return database.read(connection -> Sql.list(
                connection,
                "select * from arr_title where instance_num = " + NUM + " order by sort_name, item_id",
                TitleRepository::title,
                instance));
    }

    /// @param words in lower case
    /// @return titles of live instances of ours whose names have them, by sort name
    public List<Elsewhere> named(String words, int limit) {
        var like = new StringBuilder("%");
        words.codePoints()
                .forEach(
                        letter -> { // the store folds the case of plain letters only
                            if (letter > 127) {
                                like.append('_');
                            } else {
                                like.append("%_\\".indexOf(letter) < 0 ? "" : "\\")
                                        .appendCodePoint(letter);
                            }
                        });
        return database
                .read(connection -> Sql.list(
                        connection,
                        """
                        select i.id as instance, t.* from (
                            select instance_num, item_type, item_id from arr_title indexed by arr_title_search
                            where name like ? escape '\\' and instance_num in (
                                select num from instance where deleted_at_ms is null and %s)
                            order by sort_name limit ?) found
                        join arr_title t using (instance_num, item_type, item_id)
                        join instance i on i.num = t.instance_num order by t.sort_name, i.id
                        """.formatted(InstanceRepository.OWN),
                        row -> new Elsewhere(new InstanceId(row.getString("instance")), title(row)),
                        like.append('%').toString(),
                        words.codePoints().allMatch(letter -> letter < 128) ? limit : -1)) // else looked at below
                .stream()
                .filter(it -> it.title().name().toLowerCase(Locale.ROOT).contains(words))
                .limit(limit)
                .toList();
    }

    /// A title on another instance.
    public record Elsewhere(InstanceId instance, Title title) {}

    /// @return the same title on other live instances of ours, by the id at the metadata service
    public List<Elsewhere> elsewhere(InstanceId instance, Title title) {
        if (title.foreignId().isEmpty()) {
            return List.of();
        }
        return database.read(connection -> Sql.list(
                connection,
                """
                select i.id as instance, t.* from arr_title t join instance i on i.num = t.instance_num
                where t.foreign_id = ? and t.item_type = ? and i.id <> ? and i.deleted_at_ms is null and i.%s order by i.id
                """.formatted(InstanceRepository.OWN),
                row -> new Elsewhere(new InstanceId(row.getString("instance")), title(row)),
                title.foreignId(),
                title.item().type(),
                instance));
    }

    private static Title title(ResultSet row) throws SQLException {
        int year = row.getInt("year");
        var known = row.wasNull() ? OptionalInt.empty() : OptionalInt.of(year);
        var tags = row.getString("tags");
        return new Title(
                new ItemKey(row.getString("item_type"), row.getString("item_id")),
                row.getString("name"),
                row.getString("sort_name"),
                known,
                row.getString("status"),
                row.getBoolean("monitored"),
                row.getInt("have"),
                row.getInt("want"),
                row.getLong("size_bytes"),
                row.getString("profile"),
                row.getString("root"),
                tags.isEmpty() ? new TreeSet<>() : new TreeSet<>(List.of(tags.split("\n"))),
                Sql.optionalInstant(row, "added_at_ms"),
                row.getString("page"),
                row.getString("foreign_id"));
    }
}
