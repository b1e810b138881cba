package io.pilothouse.domain.torrent;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The categories that a person wants a client to have beside those of *arrs, and where they shall keep their data,
/// as written in the client's settings.
public final class CategoryWishes {

    /// Whether missing categories are made without a person, as in the settings.
    public static final String BY_ITSELF = "yes";

    public static final String BY_HAND = "no";

    private static final Pattern ABSOLUTE = Pattern.compile("(?s)/.*|[A-Za-z]:[/\\\\].*|\\\\\\\\.*");

    private CategoryWishes() {}

    /// Reads `radarr => /data/movies; tv => D:\\TV; manual`, one after the other or line by line.
    ///
    /// @return by category its folder; empty for the client's own choice
    /// @throws IllegalArgumentException unless it is such a list, with why
    public static SortedMap<String, String> read(String text) {
        var wishes = new TreeMap<String, String>();
        for (var part : text.split("[;\\n]")) {
            if (part.isBlank()) {
                continue;
            }
            var sides = part.split("=>", 2);
            var name = sides[0].strip();
            var folder = sides.length == 2 ? sides[1].strip() : "";
            if (name.isEmpty()
                    || name.startsWith("/")
                    || name.endsWith("/")
                    || name.contains("//")
                    || name.contains("\\")) {
                throw new IllegalArgumentException("“" + name + "” cannot be the name of a category");
            }
            if (sides.length == 2 && !ABSOLUTE.matcher(folder).matches()) {
                throw new IllegalArgumentException("“" + folder + "” is not a whole path");
            }
            if (wishes.put(name, folder) != null) {
                throw new IllegalArgumentException("“" + name + "” is in it twice");
            }
        }
        return Collections.unmodifiableSortedMap(wishes);
    }

    /// @return what [#read] reads as the same
    public static String write(SortedMap<String, String> wishes) {
        return wishes.entrySet().stream()
                .map(wish -> wish.getValue().isEmpty() ? wish.getKey() : wish.getKey() + " => " + wish.getValue())
                .collect(Collectors.joining("; "));
    }
}
