package io.pilothouse.ui.common;

import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.instance.Instance;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a person typed to find instances: words that must all be found in the name, kind, group, tags,
/// host, state or former names; `tag:`, `kind:`, `group:`, `host:`, `state:` look in one place only, and are called
/// as the language of the window calls them too.
/// Immutable; pure.
public final class InstanceQuery {

    /// Where a word was found; the earlier the better.
    public enum Place {
        NAME,
        FORMER_NAME,
        OTHER
    }

    /// @param words the place in words, for example "tag rare visits"; empty for the name itself
    public record Hit(Place place, String words) {}

    private record Word(String field, String text) {}

    private static final List<String> FIELDS = List.of("tag", "kind", "group", "host", "state");

    private final List<Word> words;

    private InstanceQuery(List<Word> words) {
        this.words = words;
    }

    /// @param texts of the window in which it was typed
    public static InstanceQuery of(String typed, Texts texts) {
        var words = new ArrayList<Word>();
        for (var part : typed.strip().toLowerCase(Locale.ROOT).split("[\\s_]+")) {
            int colon = part.indexOf(':');
            var field = colon < 0 ? Optional.<String>empty() : field(part.substring(0, colon), texts);
            var text = field.isPresent() ? part.substring(colon + 1) : part;
            if (!text.isEmpty()) {
                words.add(new Word(field.orElse(""), text));
            }
        }
        return new InstanceQuery(List.copyOf(words));
    }

    private static Optional<String> field(String word, Texts texts) {
        return FIELDS.stream()
                .filter(field -> word.equals(field) || word.equals(texts.text("common.field." + field)))
                .findFirst();
    }

    public boolean empty() {
        return words.isEmpty();
    }

    /// @return the first free word, for underlining it; empty when there is none
    public String firstWord() {
        return words.stream()
                .filter(word -> word.field.isEmpty())
                .map(Word::text)
                .findFirst()
                .orElse("");
    }

    /// @param formerNames names it had before
    /// @return the worst place among those of all words; empty when a word is nowhere
    public Optional<Hit> find(Instance instance, ShownState state, List<String> formerNames, Words say) {
        var worst = new Hit(Place.NAME, "");
        for (var word : words) {
            var hit = find(word, instance, state, formerNames, say);
            if (hit.isEmpty()) {
                return Optional.empty();
            }
            if (hit.get().place.compareTo(worst.place) > 0) {
                worst = hit.get();
            }
        }
        return Optional.of(worst);
    }

    private static Optional<Hit> find(
            Word word, Instance instance, ShownState state, List<String> formerNames, Words say) {
        var configuration = instance.configuration();
        var texts = say.texts();
        if (word.field.isEmpty()) {
            if (holds(instance.name(), word) || holds(configuration.monogram(), word)) {
                return Optional.of(new Hit(Place.NAME, ""));
            }
            for (var former : formerNames) {
                if (holds(former, word)) {
                    return Optional.of(new Hit(Place.FORMER_NAME, texts.text("common.hit.former", former)));
                }
            }
        }
        if (asked(word, "state") && (holds(say.state(state), word) || holds(state.word(), word))) {
            return other("");
        }
        if (asked(word, "kind")
                && (holds(say.kind(instance.kind()), word)
                        || holds(instance.kind().value(), word))) {
            return other("");
        }
        if (asked(word, "tag")) {
            for (var tag : configuration.tags()) {
                if (holds(tag, word)) {
                    return other(texts.text("common.hit.tag", tag));
                }
            }
        }
        if (asked(word, "group") && holds(configuration.group(), word)) {
            return other(texts.text("common.hit.group", configuration.group()));
        }
        if (asked(word, "host") && holds(instance.address().host(), word)) {
            return other("");
        }
        return Optional.empty();
    }

    private static boolean asked(Word word, String field) {
        return word.field.isEmpty() || word.field.equals(field);
    }

    private static boolean holds(String text, Word word) {
        return text.toLowerCase(Locale.ROOT).contains(word.text);
    }

    private static Optional<Hit> other(String words) {
        return Optional.of(new Hit(Place.OTHER, words));
    }
}
