package io.pilothouse.domain.torrent;

import io.pilothouse.domain.cycle.RunSentence;
import io.pilothouse.domain.torrent.RuleSet.Values;
import java.time.Duration;
import java.util.Optional;

/// What a torrent owes to its tracker before it may be taken away (contract section 15.10). Pure.
record SeedingDuty(Torrent it, Observation seen, Values values) {

    private static final int DEAD_SEEN = 2;
    private static final Duration DEAD_APART = Duration.ofMinutes(30);

    /// @return what is owed to the tracker still, for people
    Optional<String> left() {
        if (!it.isPrivate().orElse(true) || unregistered()) {
            return Optional.empty();
        }
        long size = Math.max(1, it.size());
        double taken = (double) Math.max(it.downloaded(), 0) / size;
        if (taken < values.decimal(RuleKey.DUTY_FROM)) {
            return Optional.empty();
        }
        double ratio = values.decimal(RuleKey.DUTY_RATIO);
        var time = values.span(RuleKey.DUTY_SEEDING).plus(values.span(RuleKey.DUTY_BUFFER));
        boolean ratioMet = ratio > 0 && it.ratio() >= ratio && !Double.isInfinite(it.ratio());
        boolean timeMet = it.seedingTime().compareTo(time) >= 0;
        boolean met = values.truth(RuleKey.DUTY_ALL) ? ratioMet && timeMet : ratioMet || timeMet;
        return met
                ? Optional.empty()
                : Optional.of(RunSentence.SEEDING_DUTY.with(
                        RuleWords.ratio(it.ratio()), ratio, RuleWords.hours(it.seedingTime()), RuleWords.hours(time)));
    }

    /// @return whether its trackers fail since long enough to believe it
    boolean dead() {
        return seen.tracker()
                .filter(word -> word.fails()
                        && word.times() >= DEAD_SEEN
                        && Duration.between(word.since(), word.at()).compareTo(DEAD_APART) >= 0)
                .isPresent();
    }

    private boolean unregistered() {
        return dead()
                && RuleWords.names(seen.tracker().orElseThrow().message(), values.words(RuleKey.DUTY_UNREGISTERED));
    }
}
