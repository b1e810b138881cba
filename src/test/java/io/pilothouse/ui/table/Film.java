package io.pilothouse.ui.table;

import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.ui.common.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// A row for tests of tables.
record Film(int id, InstanceId instance, String title, String state, long bytes, int year, Optional<Instant> added) {

    private static final List<String> NAMES = List.of(
            "Tide and Timber", "Northern Light", "The Long Harbour", "Copper Valley", "Salt Road", "Blue Meridian");
    static final List<String> STATES = List.of("missing", "queued", "in place");

    static Film of(int id, String title, long bytes) {
        return new Film(id, PictureFleet.id("R1"), title, "missing", bytes, 2020, Optional.empty());
    }

    Film withTitle(String newTitle) {
        return new Film(id, instance, newTitle, state, bytes, year, added);
    }

    Film withBytes(long newBytes) {
        return new Film(id, instance, title, state, newBytes, year, added);
    }

    static List<Film> many(int count) {
        var random = new Random(7);
        var films = new ArrayList<Film>(count);
        for (int i = 0; i < count; i++) {
            films.add(new Film(
                    i,
                    PictureFleet.id(i % 3 == 0 ? "R4" : "R1"),
                    NAMES.get(random.nextInt(NAMES.size())) + " " + i,
                    STATES.get(random.nextInt(STATES.size())),
                    random.nextLong(70_000_000_000L),
                    1950 + random.nextInt(76),
                    Optional.of(FakeServices.NOW.minus(Duration.ofMinutes(random.nextInt(2_000_000))))));
        }
        return films;
    }

    static List<Column<Film>> columns(Words words) {
        return List.of(
                Column.<Film>text("title", "hunting.column.title", Film::title)
                        .width(220)
                        .growing(),
                Column.<Film>choice("state", "hunting.column.state", Film::state, STATES),
                Column.<Film>size("size", "hunting.column.size", Film::bytes, words)
                        .summed(),
                Column.<Film>number("year", "hunting.column.year", Film::year, film -> String.valueOf(film.year())),
                Column.<Film>time(
                        "added", "hunting.column.added", Film::added, at -> words.time(at, FakeServices.NOW)));
    }
}
