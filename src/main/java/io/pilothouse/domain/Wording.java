package io.pilothouse.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A sentence with places for what it is about. It is stored and said on the terminal in English as it stands; a
/// window of another language hears from the words which sentence it was, about what. Immutable.
public final class Wording {

    private final String template;
    private final List<Place> places = new ArrayList<>();
    private final Pattern pattern;

    /// @param template with places as `{name}`, by the names of [Place] in lower case
    public Wording(String template) {
        this.template = template;
        var regex = new StringBuilder();
        var place = Place.IN_TEMPLATE.matcher(template);
        int from = 0;
        while (place.find()) {
            var kind = Place.valueOf(place.group(1).toUpperCase(Locale.ROOT));
            places.add(kind);
            regex.append(Pattern.quote(template.substring(from, place.start())))
                    .append('(')
                    .append(kind.regex)
                    .append(')');
            from = place.end();
        }
        pattern = Pattern.compile(regex + Pattern.quote(template.substring(from)) + "(?= |$)", Pattern.DOTALL);
    }

    /// What may stand in a sentence.
    public enum Place {
        NUMBER("\\d+"),
        /// A number with its unit, for example `1.50`, `31 min` or `50 GB`.
        FIGURE("(?:\\d+(?:\\.\\d+)?|Infinity)(?: (?:s|min|h|d|[kMGT]?B|GiB))?"),
        /// ISO 8601, UTC.
        TIME("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z"),
        /// A day of the week, lower case.
        DAY("[a-z]+"),
        /// A shown state, its words apart.
        STATE("[a-z]+(?: [a-z]+)*"),
        /// What was done to something, as a participle.
        DEED("[a-z]+(?: [a-z]+)*"),
        /// What a rule passes through.
        PASS("[a-z]+"),
        /// How many for which [io.pilothouse.domain.cycle.SkipReason].
        REASONS("\\d+ [a-z][a-z ]*(?:, \\d+ [a-z][a-z ]*)*"),
        NAME(".+?"),
        /// A name at the end, which may have a full stop of its own.
        LAST(".+"),
        /// Somebody else's words, to the end.
        WORDS(".+");

        private static final Pattern IN_TEMPLATE = Pattern.compile("\\{(\\w+)}");

        private final String regex;

        Place(String regex) {
            this.regex = regex;
        }
    }

    /// A sentence that was heard.
    ///
    /// @param values as they were said, in the order of [#places]
    /// @param words  the sentence itself
    public record Heard(List<String> values, String words) {}

    /// @param values what stands in its places, in order; more than there are places are left out
    /// @return the sentence with these in its places
    public String with(Object... values) {
        var said = new StringBuilder();
        var place = Place.IN_TEMPLATE.matcher(template);
        for (int i = 0; place.find(); i++) {
            place.appendReplacement(said, Matcher.quoteReplacement(values[i].toString()));
        }
        return place.appendTail(said).toString();
    }

    public List<Place> places() {
        return List.copyOf(places);
    }

    /// @return whether it could begin anywhere in somebody else's words
    public boolean beginsWithPlace() {
        return template.startsWith("{");
    }

    /// @return empty if something else is said from there on
    public Optional<Heard> heardAt(String text, int from) {
        var match = pattern.matcher(text).region(from, text.length());
        return match.lookingAt() ? Optional.of(heard(match)) : Optional.empty();
    }

    /// @return empty if that is not the whole of it
    public Optional<Heard> heard(String text) {
        var match = pattern.matcher(text);
        return match.matches() ? Optional.of(heard(match)) : Optional.empty();
    }

    private static Heard heard(Matcher match) {
        var values = new ArrayList<String>();
        for (int i = 1; i <= match.groupCount(); i++) {
            values.add(match.group(i));
        }
        return new Heard(List.copyOf(values), match.group());
    }
}
