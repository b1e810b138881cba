package io.pilothouse.store;

import io.pilothouse.domain.library.EntityKey;
import io.pilothouse.domain.library.EntityType;
import io.pilothouse.domain.library.LibraryFilter;
import io.pilothouse.domain.library.LibraryFilter.Bound;
import io.pilothouse.domain.library.LibraryFilter.Copies;
import io.pilothouse.domain.library.LibraryFilter.Favourite;
import io.pilothouse.domain.library.LibraryFilter.Linked;
import io.pilothouse.domain.library.LibraryFilter.Missing;
import io.pilothouse.domain.library.LibraryFilter.Mode;
import io.pilothouse.domain.library.LibraryFilter.Organized;
import io.pilothouse.domain.library.LibraryQuery;
import io.pilothouse.domain.library.Relation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a query demands, as conditions on a row that has a name in the statement. Values are bound by
/// number, so that a condition can stand several times in a statement.
final class LibraryConditions {

    private final EntityType type;
    private final String selected;
    private final List<Object> values = new ArrayList<>();

    /// @param instances of the rows that are looked for
    LibraryConditions(EntityType type, Collection<Integer> instances) {
        this.type = type;
        this.selected =
                bind(LibraryTables.json(instances.stream().map(Long::valueOf).toList()));
    }

    /// @return the place of a bound value in the statement
    String bind(Object value) {
        values.add(value);
        return "?" + values.size();
    }

    Object[] values() {
        return values.toArray();
    }

    String selected() {
        return "(select value from json_each(" + selected + "))";
    }

    /// One condition that can be tested on a row, or lead to the rows.
    ///
    /// @param test  on a row named `@`
    /// @param drive the keys that fulfil it; empty where it cannot lead
    /// @param most  how many of these there are at most
    /// @param exact whether all of these keys fulfil it, so that they need not be tested
    record Condition(String test, Optional<String> drive, long most, boolean exact) {

        Condition(String test, Optional<String> drive, long most) {
            this(test, drive, most, true);
        }

        String on(String row) {
            return test.replace("@", row);
        }
    }

    /// Words that all must occur, as beginnings; one with a minus before it must not.
    static String words(String text) {
        var words = new ArrayList<String>();
        var not = new ArrayList<String>();
        for (var word : text.strip().split("\\s+")) {
            boolean without = word.length() > 1 && word.startsWith("-");
            var plain = without ? word.substring(1) : word;
            if (plain.codePoints().anyMatch(Character::isLetterOrDigit)) {
                (without ? not : words).add("\"" + plain.replace("\"", "\"\"") + "\"*");
            }
        }
        if (words.isEmpty()) {
            return "\"\u0001\"";
        }
        var all = String.join(" ", words);
        return not.isEmpty() ? all : "(" + all + ") NOT (" + String.join(" OR ", not) + ")";
    }

    Condition text(String text, long hits) {
        var match = bind(words(text));
        long first = LibraryTables.textRow(type, 0);
        long last = LibraryTables.textRow(type, (1L << 56) - 1);
        return new Condition(
                "exists (select 1 from library_text where library_text match " + match + " and rowid = (" + first
                        + " | @.k))",
                Optional.of("select rowid - " + first + " from library_text where library_text match " + match
                        + " and rowid between " + first + " and " + last),
                hits);
    }

    Condition filter(LibraryFilter filter, LibraryQuery query, LibraryQueries.Counting counting) {
        return switch (filter) {
            case Linked linked -> linked(linked, query, counting);
            case Bound(var value, var least, var bound) ->
                plain("@." + column(value) + (least ? " >= " : " <= ") + bind(bound)
                        + (least ? "" : " and @." + column(value) + " > 0"));
            case Missing(var part) -> plain(missing(part));
            case Organized(var yes) -> plain("@.organized = " + (yes ? 1 : 0));
            case Favourite _ ->
                plain("(@.favourite = 1 or exists (select 1 from library_user u where u.type = " + type.number()
                        + " and u.k = @.k and u.favourite = 1) or exists (select 1 from library_member m join library_user u"
                        + " on u.type = m.type and u.k = m.k where m.type = " + type.number()
                        + " and m.cluster = @.cluster and u.favourite = 1))");
            case Copies(var several) ->
                plain((several ? "" : "not ") + "exists (select 1 from library_member m where m.type = " + type.number()
                        + " and m.cluster = @.cluster and m.k <> @.k and m.inst in " + selected() + ")");
        };
    }

    private static Condition plain(String test) {
        return new Condition(test, Optional.empty(), Long.MAX_VALUE);
    }

    private static String column(LibraryFilter.Value value) {
        return switch (value) {
            case HEIGHT -> "s_height";
            case RATING -> "s_rating";
            case DURATION -> "s_duration";
            case SIZE -> "s_size";
            case PLAYS -> "s_plays";
        };
    }

    private String missing(LibraryFilter.Part part) {
        return switch (part) {
            case DATE -> "@.s_date = ''";
            case PARENT -> "@.parent_k is null";
            case RATING -> "@.s_rating = 0";
            case PICTURE -> "@.picture = 0";
            case EXTERNAL_ID ->
                "not exists (select 1 from library_external_id e where e.type = " + type.number() + " and e.k = @.k)";
            case PERFORMERS -> unlinked(EntityType.PERFORMER);
            case TAGS -> unlinked(EntityType.TAG);
        };
    }

    private String unlinked(EntityType to) {
        return relation(to)
                .map(relation -> "not exists (select 1 from library_link l where l.relation = " + relation.number()
                        + " and l.from_k = @.k and l.src & 1)")
                .orElse("1");
    }

    private Optional<Relation> relation(EntityType to) {
        return Relation.from(type).stream()
                .filter(relation -> relation.to() == to)
                .findFirst();
    }

    private Condition linked(Linked linked, LibraryQuery query, LibraryQueries.Counting counting) {
        var sets = linked.things().stream()
                .map(things -> keys(things, query.instances()))
                .toList();
        if (linked.mode() == Mode.ALL) {
            var conditions =
                    sets.stream().map(keys -> anyOf(linked, keys, counting)).toList();
            var test = conditions.stream()
                    .map(Condition::test)
                    .reduce((one, other) -> one + " and " + other)
                    .orElse("0");
            var best = conditions.stream().min(java.util.Comparator.comparingLong(Condition::most));
            return new Condition(
                    "(" + test + ")",
                    best.flatMap(Condition::drive),
                    best.map(Condition::most).orElse(0L),
                    false);
        }
        var all = sets.stream().flatMap(List::stream).distinct().toList();
        if (linked.mode() == Mode.ANY) {
            return anyOf(linked, all, counting);
        }
        if (all.isEmpty()) {
            return plain("1");
        }
        var of = anyOf(linked, all, counting);
        return plain("(not " + of.test + " and (@.cluster is null or not exists (select 1 from library_member mm join "
                + LibraryTables.table(type) + " mx on mx.k = mm.k where mm.type = " + type.number()
                + " and mm.cluster = @.cluster and mm.inst in " + selected() + " and " + of.on("mx") + ")))");
    }

    /// Only copies on the servers that are shown can be linked to what is shown.
    private static List<Long> keys(Set<EntityKey> things, Set<Integer> instances) {
        return things.stream()
                .filter(key -> instances.contains(key.instance()))
                .map(EntityKey::packed)
                .sorted()
                .toList();
    }

    private Condition anyOf(Linked linked, List<Long> keys, LibraryQueries.Counting counting) {
        if (keys.isEmpty()) { // nothing is linked to nothing
            return new Condition("0", Optional.of("select 0 where 0"), 0);
        }
        var list = bind(LibraryTables.json(keys));
        var in = " in (select value from json_each(" + list + "))";
        boolean parent =
                linked.to() == EntityType.STUDIO || (type == EntityType.MARKER && linked.to() == EntityType.SCENE);
        if (parent) {
            return new Condition(
                    "@.parent_k" + in,
                    Optional.of("select k from " + LibraryTables.table(type) + " where gone is null and parent_k" + in),
                    counting.parents(type, keys));
        }
        var relation = relation(linked.to());
        if (relation.isEmpty()) {
            return new Condition("0", Optional.of("select 0 where 0"), 0);
        }
        var own = linked.inherited() ? "" : " and l.src & 1";
        var of = " from library_link l where l.relation = " + relation.get().number();
        return new Condition(
                "exists (select 1" + of + " and l.from_k = @.k and l.to_k" + in + own + ")",
                Optional.of("select l.from_k" + of + " and l.to_k" + in + own),
                counting.links(relation.get(), keys));
    }
}
