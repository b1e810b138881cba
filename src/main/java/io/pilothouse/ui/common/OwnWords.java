package io.pilothouse.ui.common;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Tells the program's own words from names, addresses and titles: what it does not know for certain is somebody
/// else's. Own are whole texts of the bundles, figures, dates and keys, and sentences of the bundles all of whose
/// places hold such. FX thread only.
final class OwnWords {

    private static final Pattern PARTS = Pattern.compile(" · |\n|, |: | – |; | \\+ |\\s{2,}");
    private static final Pattern PLACE = Pattern.compile("\\{\\d[^{}]*}");
    private static final Pattern CHOICE = Pattern.compile("\\{\\d,\\s*choice,\\s*");
    private static final Pattern FIGURES = Pattern.compile("[-+−±~≈≤≥<>#×/().,:%°–—…↑↓→•|?*\\s\\d]*");
    private static final Pattern ADDRESS = Pattern.compile(
            ".*(?<!\\d)(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?!\\d).*|.*::.*");
    private static final Pattern WORD = Pattern.compile("\\p{L}+");
    private static final Pattern KEYS =
            Pattern.compile("(?:(?:Ctrl|Strg|Shift|Umschalt|Alt|Meta|Cmd|[⌘⇧⌥⌃])[ +]?)+\\S{1,6}");
    private static final Set<String> UNITS = Set.of(
            "ms",
            "s",
            "min",
            "h",
            "d",
            "w",
            "B",
            "kB",
            "KB",
            "MB",
            "GB",
            "TB",
            "KiB",
            "MiB",
            "GiB",
            "TiB",
            "k",
            "M",
            "p",
            "AM",
            "PM",
            "C",
            "Jan",
            "Feb",
            "Mar",
            "Apr",
            "May",
            "Jun",
            "Jul",
            "Aug",
            "Sep",
            "Oct",
            "Nov",
            "Dec",
            "Mon",
            "Tue",
            "Wed",
            "Thu",
            "Fri",
            "Sat",
            "Sun",
            "Januar",
            "Februar",
            "März",
            "April",
            "Mai",
            "Juni",
            "Juli",
            "August",
            "Sept",
            "September",
            "Oktober",
            "November",
            "Dezember",
            "Mo",
            "Di",
            "Mi",
            "Do",
            "Fr",
            "Sa",
            "So",
            "v",
            "x",
            "UTC",
            "Ctrl",
            "Strg",
            "Shift",
            "Umschalt",
            "Alt",
            "Meta",
            "Esc",
            "Enter",
            "Tab",
            "Space",
            "F");
    private static final int DEEPEST = 4;
    private static final int KEPT = 20_000;

    /// A sentence of the bundles with places.
    ///
    /// @param piece the longest of its own words, by which most others are passed over
    private record Sentence(Pattern pattern, String piece) {}

    private final Map<String, Boolean> judged = new HashMap<>();
    private Set<String> whole = Set.of();
    private List<Sentence> sentences = List.of();
    private Set<String> names = Set.of();
    private int known = -1;

    /// @param patterns of the bundles that were said until now; only grows
    /// @param services names of the services themselves, and of languages
    void learn(Set<String> patterns, List<String> services) {
        if (patterns.size() != known) {
            known = patterns.size();
            judged.clear();
            whole = Stream.concat(
                            services.stream(),
                            patterns.stream()
                                    .filter(one -> one.indexOf('{') < 0)
                                    .map(one -> one.replace("''", "'").strip()))
                    .collect(Collectors.toSet());
            sentences = patterns.stream()
                    .filter(one -> one.indexOf('{') >= 0)
                    .flatMap(one -> arms(one.replace("''", "'").strip()).stream())
                    .flatMap(one -> sentence(one).stream())
                    .toList();
        }
    }

    /// @param those of the store: they stay covered even where a word of ours is the same
    void hide(Set<String> those) {
        if (!those.equals(names)) {
            names = Set.copyOf(those);
            judged.clear();
        }
    }

    /// Each sentence that a pattern with choices by number can become; one without them is itself.
    private static List<String> arms(String pattern) {
        var choice = CHOICE.matcher(pattern);
        if (!choice.find()) {
            return List.of(pattern);
        }
        int end = choice.end();
        int arm = end;
        int depth = 1;
        var arms = new ArrayList<String>();
        for (; depth > 0 && end < pattern.length(); end++) {
            char here = pattern.charAt(end);
            depth += here == '{' ? 1 : here == '}' ? -1 : 0;
            if (depth == 0 || depth == 1 && here == '|') {
                arms.add(pattern.substring(arm, end).replaceFirst("^[^#<≤]*[#<≤]", ""));
                arm = end + 1;
            }
        }
        var before = pattern.substring(0, choice.start());
        var after = pattern.substring(end);
        return arms.stream().flatMap(one -> arms(before + one + after).stream()).toList();
    }

    private static List<Sentence> sentence(String text) {
        var regex = new StringBuilder();
        var piece = "";
        int from = 0;
        for (Matcher place = PLACE.matcher(text); place.find(); from = place.end()) {
            var own = text.substring(from, place.start());
            piece = own.length() > piece.length() ? own : piece;
            regex.append(Pattern.quote(own)).append("(.*?)");
        }
        var rest = text.substring(from);
        piece = rest.length() > piece.length() ? rest : piece;
        return WORD.matcher(piece).find()
                ? List.of(new Sentence(Pattern.compile(regex + Pattern.quote(rest)), piece))
                : List.of();
    }

    boolean own(String text) {
        if (judged.size() > KEPT) {
            judged.clear();
        }
        var before = judged.get(text);
        if (before == null) {
            before = own(text.strip(), DEEPEST);
            judged.put(text, before);
        }
        return before;
    }

    private boolean own(String text, int deep) {
        if (names.contains(text)) {
            return false;
        }
        if (text.isEmpty()
                || whole.contains(text)
                || figures(text)
                || KEYS.matcher(text).matches()) {
            return true;
        }
        if (deep == 0) {
            return false;
        }
        for (var sentence : sentences) {
            if (text.contains(sentence.piece)) {
                var found = sentence.pattern.matcher(text);
                if (found.matches() && places(found).allMatch(place -> own(place.strip(), deep - 1))) {
                    return true;
                }
            }
        }
        var parts = PARTS.split(text);
        return parts.length > 1 && Stream.of(parts).allMatch(part -> own(part.strip(), deep - 1));
    }

    private static Stream<String> places(Matcher found) {
        var places = new HashSet<String>();
        for (int i = 1; i <= found.groupCount(); i++) {
            places.add(found.group(i));
        }
        return places.stream();
    }

    private static boolean figures(String text) {
        if (ADDRESS.matcher(text).matches()) {
            return false;
        }
        boolean words = WORD.matcher(text).results().allMatch(word -> UNITS.contains(word.group()));
        return words && FIGURES.matcher(WORD.matcher(text).replaceAll("")).matches();
    }
}
