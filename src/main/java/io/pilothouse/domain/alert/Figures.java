package io.pilothouse.domain.alert;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What a message counts, as its subject carries it: each screen says it in its own language.
///
/// @param byName counts above 0, in the order in which they are said
public record Figures(Map<String, Long> byName) {

    private static final Pattern FORM = Pattern.compile("[a-z-]+=\\d{1,18}( [a-z-]+=\\d{1,18})*");

    public Figures {
        byName = new LinkedHashMap<>(byName);
        byName.values().removeIf(count -> count <= 0);
    }

    /// @return empty for a subject in words
    public static Optional<Figures> read(String subject) {
        if (!FORM.matcher(subject).matches()) {
            return Optional.empty();
        }
        var read = new LinkedHashMap<String, Long>();
        for (var one : subject.split(" ")) {
            read.put(one.substring(0, one.indexOf('=')), Long.parseLong(one.substring(one.indexOf('=') + 1)));
        }
        return Optional.of(new Figures(read));
    }

    /// @return "nothing-found=20 in-place=12"
    public String subject() {
        return byName.entrySet().stream()
                .map(one -> one.getKey() + "=" + one.getValue())
                .collect(Collectors.joining(" "));
    }

    public long of(String name) {
        return byName.getOrDefault(name, 0L);
    }
}
