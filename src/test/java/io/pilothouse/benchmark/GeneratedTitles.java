package io.pilothouse.benchmark;

import io.pilothouse.domain.arr.Title;
import io.pilothouse.domain.cycle.ItemKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// Films of a generated library.
final class GeneratedTitles {

    /// Each stands in every fifth name or so.
    static final List<String> WORDS =
            List.of("harbour", "tide", "long", "night", "winter", "ember", "glass", "island", "signal", "garden");

    private GeneratedTitles() {}

    static List<Title> of(int count) {
        return IntStream.range(0, count).mapToObj(GeneratedTitles::title).toList();
    }

    private static Title title(int number) {
        var name = "%s of the %s no %d"
                .formatted(WORDS.get(number % WORDS.size()), WORDS.get(number / 7 % WORDS.size()), number);
        return new Title(
                new ItemKey("movie", String.valueOf(number)),
                "The " + name,
                name,
                OptionalInt.of(1950 + number % 75),
                "released",
                true,
                number % 2,
                1,
                number % 2 * 4_000_000_000L,
                "HD-1080p",
                "/media/films",
                new TreeSet<>(),
                Optional.of(Instant.EPOCH.plusSeconds(60L * number)),
                "movie/" + number,
                String.valueOf(1_000_000 + number));
    }
}
