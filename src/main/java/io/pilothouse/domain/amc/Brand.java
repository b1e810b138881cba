package io.pilothouse.domain.amc;

import java.util.Locale;
import java.util.Map;

/// A label for instances, which AMC itself does not have (section 17).
///
/// @param number     small and stable
/// @param parameters defaults for questions about it, by name
public record Brand(long number, String name, String colour, Map<String, String> parameters) {

    public Brand {
        name = normal(name);
        parameters = Map.copyOf(parameters);
    }

    /// @return the name trimmed, blanks inside collapsed
    /// @throws IllegalArgumentException unless 1 to 80 characters are left
    public static String normal(String name) {
        var text = name.strip().replaceAll("\\s+", " ");
        if (text.isEmpty() || text.length() > 80) {
            throw new IllegalArgumentException("the name of a brand has 1 to 80 characters");
        }
        return text;
    }

    /// @return what must be unique
    public String key() {
        return name.toLowerCase(Locale.ROOT);
    }
}
