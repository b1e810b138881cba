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
        sort(window.endsAt().isAfter(asked.minus(Duration.ofHours(48))), Sentence.TOO_RECENT.say(), sure, possible);
        sort(
                conversions && window.endsAt().isAfter(asked.minus(Duration.ofDays(14))),
                Sentence.CONVERSIONS_COMING.say(),
                sure,
                conversions ? possible : new ArrayList<>());
        sort(
                window.start()
                        .isBefore(LocalDate.ofInstant(asked, window.zone()).minusMonths(13)),
                Sentence.TOO_OLD.say(),
                sure,
                possible);
        sort(!run.ask().privacy().equals("REMOVE_VALUES"), Sentence.PRIVACY.say(), possible, possible);
        possible.add(Sentence.OTHER_ACCOUNT.say());
        sort(
                facts.isPresent() && !facts.get().display() && sql.contains("dsp_"),
                Sentence.NO_ADVERTISER.say(),
                sure,
                possible);
        sort(
                facts.flatMap(Remote.InstanceFacts::createdAt)
                        .filter(created -> young(created, asked))
                        .isPresent(),
                Sentence.FILLING.say(),
                sure,
                possible);
        possible.add(Sentence.FILTER_VALUE.say());
        if (!run.ask().values().isEmpty()) {
            possible.add(Sentence.OTHER_VALUE.say());
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
