package io.pilothouse.connectors.qbittorrent;

import io.pilothouse.connectors.Answer;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;

/// How far the server's clock is from ours, from the `Date` headers of its latest answers. Thread-safe.
final class Skew {

    private static final int OBSERVATIONS = 5;

    private final ArrayDeque<Duration> latest = new ArrayDeque<>();

    synchronized void observe(Answer answer, Clock clock) {
        answer.header("Date").ifPresent(date -> {
            try {
                var theirs = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant();
                latest.addLast(Duration.between(clock.instant(), theirs));
                if (latest.size() > OBSERVATIONS) {
                    latest.removeFirst();
                }
            } catch (DateTimeException e) {
                return; // a proxy's own idea of a date
            }
        });
    }

    /// @return the server's clock minus ours, the median of the latest answers; zero before the first
    synchronized Duration value() {
        return latest.isEmpty()
                ? Duration.ZERO
                : latest.stream().sorted().toList().get(latest.size() / 2);
    }
}
