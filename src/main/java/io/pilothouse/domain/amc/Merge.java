package io.pilothouse.domain.amc;

import io.pilothouse.domain.amc.ResultColumn.Additive;
import io.pilothouse.domain.amc.ResultColumn.ValueType;
import io.pilothouse.domain.amc.ResultTable.From;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// One table of the results of several instances (section 18.2): who it comes from in front, then all
/// columns in the order they first appear, matched by their exact names, then by names without regard to
/// case where that is clear.
public final class Merge {

    public static final List<String> FRONT = List.of(
            "_instance",
            "_instance_id",
            "_entity",
            "_marketplace",
            "_brands",
            "_window_start",
            "_window_end",
            "_execution");

    private Merge() {}

    /// One member's result.
    ///
    /// @param name     of the instance here
    /// @param currency of its marketplace, where the rows do not say; empty while unknown
    public record Member(
            String name,
            String amcInstance,
            String entity,
            String marketplace,
            List<String> brands,
            TimeWindow window,
            String execution,
            String currency,
            ResultTable table) {}

    /// @param notes      what was widened or assumed
    /// @param currencies of each row; empty while unknown
    /// @param brands     of each row, as the instance had them when it was asked
    public record Merged(ResultTable table, List<String> notes, List<String> currencies, List<List<String>> brands) {

        /// @return the sums of a column by currency; empty where values may not be added
        public Optional<java.util.SequencedMap<String, java.math.BigDecimal>> totals(int column) {
            return table.totals(column, currencies::get);
        }
    }

    public static Merged of(List<Member> members) {
        var notes = new ArrayList<String>();
        var columns = new LinkedHashMap<String, ResultColumn>();
        var places = new ArrayList<Map<Integer, String>>();
        for (var member : members) {
            places.add(placed(member.table(), columns, notes));
        }
        var all = new ArrayList<ResultColumn>();
        for (var name : FRONT) {
            all.add(new ResultColumn(
                    name, name.startsWith("_window") ? ValueType.DATE : ValueType.STRING, false, Additive.NO, ""));
        }
        all.addAll(columns.values());
        var names = new ArrayList<>(columns.keySet());
        var parts = new ArrayList<ResultTable.Part>();
        var currencies = new ArrayList<String>();
        var brands = new ArrayList<List<String>>();
        boolean assumed = false;
        for (int i = 0; i < members.size(); i++) {
            var member = members.get(i);
            var table = member.table();
            int currency = currencyColumn(table);
            parts.add(new ResultTable.Part(table, sources(member, places.get(i), names)));
            for (int row = 0; row < table.rows(); row++) {
                var said = currency < 0 ? null : table.text(row, currency);
                assumed |= said == null;
                currencies.add(said == null ? member.currency() : said);
                brands.add(member.brands());
            }
        }
        if (assumed && columns.values().stream().anyMatch(it -> it.additive() == Additive.WITHIN_CURRENCY)) {
            notes.add(Sentence.CURRENCIES_ASSUMED.say());
        }
        return new Merged(
                ResultTable.joined(all, parts), List.copyOf(notes), List.copyOf(currencies), List.copyOf(brands));
    }

    private static int currencyColumn(ResultTable table) {
        int exact = table.column("currency_iso_code");
        return exact >= 0 ? exact : table.column("currency");
    }

    /// @return the name in the merged table of each column of this one
    private static Map<Integer, String> placed(
            ResultTable table, LinkedHashMap<String, ResultColumn> columns, List<String> notes) {
        var places = new HashMap<Integer, String>();
        for (int i = 0; i < table.columns().size(); i++) {
            var column = table.columns().get(i);
            var name = columns.containsKey(column.name()) ? column.name() : alike(column.name(), columns, table);
            var known = columns.get(name);
            if (known == null) {
                columns.put(name, column);
            } else {
                var type = known.type().with(column.type());
                if (type != known.type()) {
                    notes.add(Sentence.WIDENED.say(name, type));
                }
                var additive = known.additive() == column.additive() ? known.additive() : Additive.NO;
                columns.put(name, new ResultColumn(name, type, known.metric(), additive, known.unit()));
            }
            places.put(i, name);
        }
        return places;
    }

    private static String alike(String name, LinkedHashMap<String, ResultColumn> columns, ResultTable table) {
        var candidates = columns.keySet().stream()
                .filter(it -> it.toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT)))
                .filter(it -> table.column(it) < 0)
                .toList();
        return candidates.size() == 1 ? candidates.getFirst() : name;
    }

    /// What every row of a member begins with.
    private static List<String> front(Member member) {
        return List.of(
                member.name(),
                member.amcInstance(),
                member.entity(),
                member.marketplace(),
                String.join(", ", member.brands()),
                member.window().start().toString(),
                member.window().end().toString(),
                member.execution());
    }

    /// @return where a member has each column of the merged table
    private static List<From> sources(Member member, Map<Integer, String> places, List<String> names) {
        var from = new ArrayList<From>();
        front(member).forEach(value -> from.add(new From(-1, value)));
        var columns = new int[names.size()];
        java.util.Arrays.fill(columns, -1);
        places.forEach((column, name) -> columns[names.indexOf(name)] = column);
        for (int column : columns) {
            from.add(new From(column, null));
        }
        return from;
    }
}
