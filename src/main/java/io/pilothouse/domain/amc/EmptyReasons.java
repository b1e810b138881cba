package io.pilothouse.domain.amc;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Why a result may be empty, most likely first (section 16.6).
public final class EmptyReasons {

    private static final Duration YOUNG_INSTANCE = Duration.ofDays(30);

    private EmptyReasons() {}

    /// @param facts empty while Amazon has not said anything of the instance
    public static List<String> of(Run run, java.util.Optional<Remote.InstanceFacts> facts) {
        var sql = run.ask().sql().toLowerCase(Locale.ROOT);
        var window = run.ask().window();
        var asked = run.ask().createdAt();
        var sure = new ArrayList<String>();
        var possible = new ArrayList<String>();
        boolean conversions = sql.contains("attributed") || sql.contains("conversion");
        sort(
                window.endsAt().isAfter(asked.minus(Duration.ofHours(48))),
                "The window is too recent: data arrive within 48 hours.",
                sure,
                possible);
        sort(
                conversions && window.endsAt().isAfter(asked.minus(Duration.ofDays(14))),
                "Conversions of the window are still arriving: they take up to 14 days.",
                sure,
                conversions ? possible : new ArrayList<>());
        sort(
                window.start()
                        .isBefore(LocalDate.ofInstant(asked, window.zone()).minusMonths(13)),
                "The window lies before the 13 months that Amazon keeps, or before the campaigns.",
                sure,
                possible);
        sort(
                !run.ask().privacy().equals("REMOVE_VALUES"),
                "Privacy thresholds removed the rows: keep them with REMOVE_VALUES, or widen the window.",
                possible,
                possible);
        possible.add("The campaigns belong to another account: entities of vendors and sellers differ.");
        sort(
                facts.isPresent() && !facts.get().display() && sql.contains("dsp_"),
                "The instance has no advertiser of that type.",
                sure,
                possible);
        sort(
                facts.flatMap(Remote.InstanceFacts::createdAt)
                        .filter(created -> young(created, asked))
                        .isPresent(),
                "The instance is new and still filling.",
                sure,
                possible);
        possible.add("A filter has a value that never occurs.");
        if (!run.ask().values().isEmpty()) {
            possible.add("A parameter has another value than was meant.");
        }
        sure.addAll(possible);
        return List.copyOf(sure);
    }

    private static boolean young(Instant created, Instant asked) {
        return created.plus(YOUNG_INSTANCE).isAfter(asked);
    }

    private static void sort(boolean seen, String words, List<String> sure, List<String> possible) {
        (seen ? sure : possible).add(words);
    }
}
