package io.pilothouse.ui.common;

import java.time.DayOfWeek;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Tells the program's own words from names, addresses and titles: what it does not know for certain is somebody
/// else's. Own are whole texts of the bundles, figures, dates and keys, and sentences of the bundles but for what
/// stands in their places and is none of these. FX thread only.
final class OwnWords {

    private static final Pattern PARTS = Pattern.compile(" · |\n|, |: | – |; | \\+ |\\s{2,}");
    /// Between these each part is judged by itself: a name holds them seldom.
    private static final Pattern SENTENCES = Pattern.compile(" · |\n|(?<=[.!?]) +");
    private static final Pattern PLACE = Pattern.compile("\\{\\d[^{}]*}");
    private static final Pattern CHOICE = Pattern.compile("\\{\\d,\\s*choice,\\s*");
    private static final Pattern FIGURES = Pattern.compile("[-+−±~≈≤≥<>#×/().,:%°–—…↑↓→•|?*\\s\\d]*");
    private static final Pattern ADDRESS = Pattern.compile(
            ".*(?<!\\d)(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?!\\d).*|.*::.*");
    private static final Pattern WORD = Pattern.compile("\\p{L}+");
    private static final Pattern KEYS =
            Pattern.compile("(?:(?:Ctrl|Strg|Shift|Umschalt|Alt|Meta|Cmd|[⌘⇧⌥⌃])[ +]?)+\\S{1,6}");
    private static final Set<String> UNITS = Stream.concat(
                    Stream.of(
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
                            "F"),
                    Texts.LANGUAGES.stream().flatMap(OwnWords::partsOfDates))
            .collect(Collectors.toUnmodifiableSet());
    private static final int DEEPEST = 4;
    private static final int KEPT = 20_000;

    /// Sentences that say less by themselves are shown only whole: of a title that sounds like one nothing is told.
    private static final int LEAST_LETTERS = 8;

    /// A part of a text.
    ///
    /// @param to the letter after it
    record Span(int from, int to) {
        int length() {
            return to - from;
        }
    }

    /// A sentence of the bundles with places.
    private static final class Sentence {
        private final String regex;
        private final int letters;
        private @Nullable Pattern pattern;

        Sentence(String regex, int letters) {
            this.regex = regex;
            this.letters = letters;
        }

        Matcher matcher(String text) {
            if (pattern == null) {
                pattern = Pattern.compile(regex, Pattern.DOTALL);
            }
            return pattern.matcher(text);
        }
    }

    private final Map<String, List<Span>> judged = new HashMap<>();
    private final Set<String> learned = new HashSet<>();
    private final Set<String> whole = new HashSet<>();
    /// Under a word of theirs; under the empty one those that have none to look for.
    private final Map<String, List<Sentence>> sentences = new HashMap<>();
    private Set<String> names = Set.of();

    private static Stream<String> partsOfDates(Locale language) {
        return Stream.of(TextStyle.FULL, TextStyle.FULL_STANDALONE, TextStyle.SHORT, TextStyle.SHORT_STANDALONE)
                .flatMap(style -> Stream.concat(
                        Stream.of(Month.values()).map(month -> month.getDisplayName(style, language)),
                        Stream.of(DayOfWeek.values()).map(day -> day.getDisplayName(style, language))))
                .map(word -> word.replace(".", ""));
    }

    /// @param patterns texts of ours with their places; what was learned once stays
    void learn(Collection<String> patterns) {
        for (var one : patterns) {
            if (learned.add(one)) {
                judged.clear();
                var said = undotted(one.replace("''", "'").strip());
                if (one.indexOf('{') < 0) {
                    whole.add(said);
                } else {
                    arms(said).forEach(this::learnSentence);
                }
            }
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

    /// In narrow places a sentence stands without its end.
    private static String undotted(String sentence) {
        return sentence.endsWith(".") && !sentence.endsWith("..")
                ? sentence.substring(0, sentence.length() - 1)
                : sentence;
    }

    private void learnSentence(String text) {
        var regex = new StringBuilder();
        var word = "";
        int letters = 0;
        int from = 0;
        for (var place = PLACE.matcher(text); from <= text.length(); ) {
            boolean found = place.find();
            var own = text.substring(from, found ? place.start() : text.length());
            regex.append(Pattern.quote(own)).append(found ? "(.*?)" : "");
            for (var one = WORD.matcher(own); one.find(); ) {
                letters += one.group().length();
                boolean apart = (from == 0 || one.start() > 0) && (!found || one.end() < own.length());
                word = apart && one.group().length() > word.length() ? one.group() : word;
            }
            from = found ? place.end() : text.length() + 1;
        }
        if (letters > 0) {
            sentences.computeIfAbsent(word, _ -> new ArrayList<>()).add(new Sentence(regex.toString(), letters));
        }
    }

    boolean own(String text) {
        return foreign(text).isEmpty();
    }

    /// @return what of a text is not ours, in its order; empty for nothing
    List<Span> foreign(String text) {
        if (judged.size() > KEPT) {
            judged.clear();
        }
        var before = judged.get(text);
        if (before == null) {
            before = List.copyOf(foreign(text, 0, DEEPEST));
            judged.put(text, before);
        }
        return before;
    }

    /// @param at where in the whole text this part of it begins
    private List<Span> foreign(String part, int at, int deep) {
        var text = part.strip();
        int start = at + part.indexOf(text);
        var all = List.of(new Span(start, start + text.length()));
        if (names.contains(text)) {
            return all;
        }
        if (text.isEmpty()
                || whole.contains(undotted(text))
                || figures(text)
                || KEYS.matcher(text).matches()) {
            return List.of();
        }
        if (deep == 0) {
            return all;
        }
        var said = said(text, start, deep);
        if (said.filter(List::isEmpty).isPresent()) {
            return List.of();
        }
        if (parts(PARTS, text, start, deep).filter(List::isEmpty).isPresent()) {
            return List.of();
        }
        return said.or(() -> parts(SENTENCES, text, start, deep)).orElse(all);
    }

    /// Hears the sentence that says most by itself; one that is ours to the end before all others.
    ///
    /// @return what of it is not ours; empty where it is none of our sentences
    private Optional<List<Span>> said(String text, int start, int deep) {
        var like = new ArrayList<>(sentences.getOrDefault("", List.of()));
        WORD.matcher(text)
                .results()
                .map(word -> word.group())
                .distinct()
                .forEach(word -> like.addAll(sentences.getOrDefault(word, List.of())));
        like.sort(Comparator.comparingInt((Sentence one) -> one.letters).reversed());
        Optional<List<Span>> best = Optional.empty();
        for (var sentence : like) {
            var found = sentence.matcher(undotted(text));
            if (found.matches()) {
                var foreign = new ArrayList<Span>();
                for (int i = 1; i <= found.groupCount(); i++) {
                    foreign.addAll(foreign(found.group(i), start + found.start(i), deep - 1));
                }
                if (foreign.isEmpty()) {
                    return Optional.of(foreign);
                }
                if (best.isEmpty() && sentence.letters >= LEAST_LETTERS) {
                    best = Optional.of(foreign);
                }
            }
        }
        return best;
    }

    /// @return what of them is not ours; empty where there is only one
    private Optional<List<Span>> parts(Pattern between, String text, int start, int deep) {
        var foreign = new ArrayList<Span>();
        int from = 0;
        for (var cut = between.matcher(text); cut.find(); from = cut.end()) {
            foreign.addAll(foreign(text.substring(from, cut.start()), start + from, deep - 1));
        }
        if (from == 0) {
            return Optional.empty();
        }
        foreign.addAll(foreign(text.substring(from), start + from, deep - 1));
        return Optional.of(foreign);
    }

    private static boolean figures(String text) {
        if (ADDRESS.matcher(text).matches()) {
            return false;
        }
        boolean words = WORD.matcher(text).results().allMatch(word -> UNITS.contains(word.group()));
        return words && FIGURES.matcher(WORD.matcher(text).replaceAll("")).matches();
    }
}
