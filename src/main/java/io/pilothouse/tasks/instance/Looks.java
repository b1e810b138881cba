package io.pilothouse.tasks.instance;

import io.pilothouse.domain.instance.IdentityColour;
import io.pilothouse.domain.instance.Instance;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// Proposes colours and monograms that tell instances apart. Pure.
final class Looks {

    private static final String SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    private Looks() {}

    /// @param live in the person's own order; the new one will stand at the end
    static Instances.Look propose(String name, List<Instance> live) {
        return new Instances.Look(colour(live), monogram(name, live));
    }

    /// The least used colour that the neighbour does not have.
    private static IdentityColour colour(List<Instance> live) {
        var used = new EnumMap<IdentityColour, Integer>(IdentityColour.class);
        live.forEach(instance -> used.merge(instance.configuration().colour(), 1, Integer::sum));
        if (!live.isEmpty()) {
            used.put(live.getLast().configuration().colour(), Integer.MAX_VALUE);
        }
        return List.of(IdentityColour.values()).stream()
                .min(Comparator.comparing(colour -> used.getOrDefault(colour, 0)))
                .orElseThrow();
    }

    private static String monogram(String name, List<Instance> live) {
        var taken = live.stream()
                .map(instance -> instance.configuration().monogram().toUpperCase(Locale.ROOT))
                .collect(Collectors.toSet());
        return candidates(name).stream()
                .filter(candidate -> !taken.contains(candidate))
                .findFirst()
                .orElse("?");
    }

    /// First the initials of two words, then the initial with a later letter, then anything.
    private static Set<String> candidates(String name) {
        var words = List.of(name.toUpperCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")).stream()
                .filter(word -> !word.isEmpty())
                .toList();
        var candidates = new LinkedHashSet<String>();
        if (!words.isEmpty()) {
            var initial = first(words.getFirst());
            words.stream().skip(1).forEach(word -> candidates.add(initial + first(word)));
            var letters = String.join("", words);
            letters.codePoints().skip(1).forEach(sign -> candidates.add(initial + Character.toString(sign)));
            SIGNS.chars().forEach(sign -> candidates.add(initial + (char) sign));
        }
        SIGNS.chars().forEach(one -> SIGNS.chars().forEach(other -> candidates.add("" + (char) one + (char) other)));
        return candidates;
    }

    private static String first(String word) {
        return Character.toString(word.codePointAt(0));
    }
}
