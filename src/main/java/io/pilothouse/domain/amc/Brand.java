package io.pilothouse.domain.amc;

import io.pilothouse.domain.instance.IdentityColour;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// A label for instances, which AMC itself does not have (section 17).
///
/// @param number     small and stable
/// @param parameters defaults for questions about it, by name
public record Brand(long number, String name, Optional<IdentityColour> colour, Map<String, String> parameters) {

    private static final Pattern BLANKS = Pattern.compile("\\s+");
    /// @throws IllegalArgumentException if the name is none
    public Brand {
        name = normal(name);
        parameters = Map.copyOf(parameters);
    }

    /// @return the name trimmed, blanks inside collapsed
    /// @throws IllegalArgumentException unless 1 to 80 characters are left
    public static String normal(String name) {
        var text = BLANKS.matcher(name.strip()).replaceAll(" ");
        if (text.isEmpty() || text.length() > 80) {
            throw new IllegalArgumentException("the name of a brand has 1 to 80 characters");
        }
        return text;
    }

    /// @return what must be unique
    public String key() {
        return key(name);
    }

    /// @return whether somebody who wrote this means it
    public boolean isCalled(String words) {
        return key(BLANKS.matcher(words.strip()).replaceAll(" ")).equals(key());
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
