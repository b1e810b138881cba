package io.pilothouse.ui.common;

import static java.time.format.DateTimeFormatter.ISO_LOCAL_DATE;

import java.text.DecimalFormatSymbols;
import java.text.MessageFormat;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Sentences that are said below the window, in its language. They are made, stored and said on the terminal in
/// English; here the English texts of the bundle `said` hear which of them a text is, and about what. A text may be
/// several of them, one after another. What stands in a place is a name and stays as it is, whatever it sounds like:
/// only the place says that words of ours may stand there (`{0,words}`), or how many of what (`{0,count}`).
/// Thread-safe.
final class Said {

    private static final String BUNDLE = "io.pilothouse.ui.said";
    private static final Pattern PLACE = Pattern.compile("\\{(\\d)(?:,(words|count))?}");
    private static final String MARK = "\uE000"; // in no text
    private static final Object[] MARKS = {MARK, MARK, MARK, MARK, MARK, MARK};
    private static final Pattern END = Pattern.compile("[.!?]”? ");
    private static final Pattern QUOTED = Pattern.compile("“([^“”]*)”");
    private static final Pattern COUNTED = Pattern.compile("\\d+ .*");
    private static final Pattern DAY = Pattern.compile("\\d{4}-\\d\\d-\\d\\d");
    private static final DateTimeFormatter ANY_DAY = ISO_LOCAL_DATE.withResolverStyle(ResolverStyle.LENIENT);
    private static final Pattern FIGURE = Pattern.compile("\\d+\\.\\d+ ([kMGT]i?B|s|min|h|d)");
    private static final Pattern LIST = Pattern.compile(", ");
    private static final int KEPT = 4_000;
    /// Longer texts are somebody else's, as logs and answers of servers are; looking through them takes long.
    private static final int LONGEST = 4_000;
    /// How many ends of sentences may stand within one of ours, as in the names it tells.
    private static final int ENDS = 6;

    private final Texts texts;
    private final Map<String, String> heard = new ConcurrentHashMap<>();

    Said(Texts texts) {
        this.texts = texts;
    }

    /// @return the text itself where it is English that is wanted, or where nobody knows it, as a single word and a log
    String of(String text) {
        if (text.length() > LONGEST
                || text.strip().indexOf(' ') < 0
                || texts.locale().getLanguage().equals(Locale.ENGLISH.getLanguage())) {
            return text;
        }
        var known = heard.get(text);
        if (known != null) {
            return known;
        }
        var said = value(text);
        if (heard.size() >= KEPT) {
            heard.clear(); // rare, and cheaper than to know which were said last
        }
        heard.put(text, said);
        return said;
    }

    /// @return a text of the bundle, its places without what may stand in them
    static String plain(String text) {
        return PLACE.matcher(text).replaceAll("{$1}");
    }

    /// @return whether the whole text is known
    boolean knows(String text) {
        for (int at = 0; at < text.length(); ) {
            var found = best(text, at);
            if (found.isEmpty() || !found.get().words().allMatch(this::knowsWords)) {
                return false;
            }
            at = next(text, found.get().end());
        }
        return true;
    }

    /// A single word may be one of somebody else's.
    private boolean knowsWords(String said) {
        return said.indexOf(' ') < 0 || Stream.of(LIST.split(said, -1)).allMatch(this::knows);
    }

    private String sentences(String text) {
        var said = new StringBuilder();
        for (int at = 0; at < text.length(); ) {
            var found = best(text, at);
            int end = found.map(Found::end).orElseGet(() -> text.length());
            if (found.isEmpty()) {
                var stop = END.matcher(text);
                end = stop.find(at) ? stop.end() - 1 : text.length();
            }
            said.append(found.map(this::translated).orElse(text.substring(at, end)));
            int next = next(text, end);
            said.append(text, end, next);
            at = next;
        }
        return said.toString();
    }

    private static int next(String text, int end) {
        int at = end;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private String translated(Found found) {
        var values = new Object[found.values().size()];
        for (int i = 0; i < values.length; i++) {
            var value = found.values().get(i);
            values[i] = switch (found.template().places().get(i)) {
                case NAME -> name(value);
                case COUNT -> COUNTED.matcher(value).matches() ? value(value) : name(value);
                case WORDS -> value(value);
            };
        }
        return texts.text(found.template().key(), values);
    }

    /// @return a name as it is, in the quotation marks of the language; days and sizes as it writes them
    private String name(String said) {
        var quoted = QUOTED.matcher(said);
        if (quoted.matches()) {
            return texts.text("common.quoted", quoted.group(1));
        }
        if (DAY.matcher(said).matches()) {
            return DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM)
                    .withLocale(texts.locale())
                    .format(LocalDate.parse(said, ANY_DAY));
        }
        return FIGURE.matcher(said).matches()
                ? said.replace(
                        '.', DecimalFormatSymbols.getInstance(texts.locale()).getDecimalSeparator())
                : said;
    }

    /// @return words of ours; of a list, each part by itself
    private String value(String said) {
        var parts = LIST.split(said, -1);
        return parts.length > 1 && Stream.of(parts).allMatch(this::knows)
                ? Stream.of(parts).map(this::sentences).collect(Collectors.joining(", "))
                : sentences(said);
    }

    /// @return that which says most of what follows in its own words; of equals the shortest
    private static Optional<Found> best(String text, int from) {
        Optional<Found> best = Optional.empty();
        var stop = END.matcher(text);
        int ends = 0;
        for (int end = from; end < text.length() && ends < ENDS; ends++) {
            end = stop.find(Math.max(end, from)) ? stop.end() - 1 : text.length();
            var found = Templates.ALL.heard(text.substring(from, end), end);
            if (found.isPresent()
                    && (best.isEmpty()
                            || found.get().template().length()
                                    > best.get().template().length())) {
                best = found;
            }
        }
        return best;
    }

    /// @param end where in the whole text it ends
    private record Found(Template template, List<String> values, int end) {
        /// What stands in the places for words of ours.
        Stream<String> words() {
            return IntStream.range(0, values.size())
                    .filter(place -> template.places().get(place) == Place.WORDS)
                    .mapToObj(values::get);
        }
    }

    /// @param head   with what it begins, by which it is looked for
    /// @param tail   with what it ends
    /// @param piece  the longest of its own words
    /// @param length of all its own words
    private record Template(
            String key, Pattern pattern, String head, String tail, String piece, int length, List<Place> places) {

        /// Quick, and no for nearly all.
        boolean mayBe(String text) {
            return text.startsWith(head) && text.endsWith(tail) && text.contains(piece);
        }
    }

    /// What may stand in a place.
    private enum Place {
        NAME("(.*?)"),
        /// Or a name: "3 torrents", “Ubuntu”.
        COUNT("(\\d+ \\p{L}+|“.*?”|.*?)"),
        WORDS("(.*?)");

        private final String regex;

        Place(String regex) {
            this.regex = regex;
        }

        static Place of(String mark) {
            return mark == null ? NAME : valueOf(mark.toUpperCase(Locale.ROOT));
        }
    }

    /// The English texts, those first that say most.
    private record Templates(List<Template> all) {
        private static final Templates ALL = read();

        private static Templates read() {
            var english = ResourceBundle.getBundle(BUNDLE, Locale.ENGLISH, Texts.ONLY_WANTED);
            var all = new ArrayList<Template>();
            for (var key : english.keySet()) {
                all.add(template(key, english.getString(key)));
            }
            all.sort(Comparator.comparingInt(Template::length).reversed().thenComparing(Template::key));
            return new Templates(List.copyOf(all));
        }

        private static Template template(String key, String text) {
            var places = PLACE.matcher(text)
                    .results()
                    .map(place -> Place.of(place.group(2)))
                    .toList();
            var plain = places.isEmpty() ? text : new MessageFormat(plain(text), Locale.ENGLISH).format(MARKS);
            var pieces = plain.split(MARK, -1);
            var regex = new StringBuilder(Pattern.quote(pieces[0]));
            var longest = pieces[0];
            int length = longest.length();
            for (int i = 1; i < pieces.length; i++) {
                regex.append(places.get(i - 1).regex).append(Pattern.quote(pieces[i]));
                longest = pieces[i].length() > longest.length() ? pieces[i] : longest;
                length += pieces[i].length();
            }
            var pattern = Pattern.compile(regex.toString(), Pattern.DOTALL);
            return new Template(key, pattern, pieces[0], pieces[pieces.length - 1], longest, length, places);
        }

        Optional<Found> heard(String text, int end) {
            for (var template : all) {
                if (template.mayBe(text)) {
                    var match = template.pattern().matcher(text);
                    if (match.matches()) {
                        var values = new ArrayList<String>();
                        for (int i = 1; i <= match.groupCount(); i++) {
                            values.add(match.group(i));
                        }
                        return Optional.of(new Found(template, List.copyOf(values), end));
                    }
                }
            }
            return Optional.empty();
        }
    }
}
