package io.pilothouse.domain.torrent;

import io.pilothouse.domain.cycle.RunSentence;
import io.pilothouse.domain.torrent.RuleSet.Values;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;

/// Whether a torrent has seeded enough (contract section 15.10). Pure.
///
/// @param now by the server's clock
record SeedingLimits(Torrent it, Values values, Instant now) {

    Optional<String> met() {
        double ratio = values.decimal(RuleKey.SEED_RATIO);
        var time = values.span(RuleKey.SEED_TIME);
        var inactive = values.span(RuleKey.SEED_INACTIVE);
        boolean all = values.truth(RuleKey.SEED_ALL);
        var said = new ArrayList<String>();
        int set = 0;
        if (ratio > 0) {
            set++;
            if (it.ratio() >= ratio && it.downloaded() > 0) {
                said.add(RunSentence.RATIO_MET.with(RuleWords.ratio(it.ratio()), ratio));
            }
        }
        if (time.isPositive()) {
            set++;
            if (it.seedingTime().compareTo(time) >= 0) {
                said.add(RunSentence.TIME_MET.with(RuleWords.hours(it.seedingTime()), RuleWords.hours(time)));
            }
        }
        if (inactive.isPositive()) {
            set++;
            var idle = it.lastActivityAt().map(at -> Duration.between(at, now)).orElse(Duration.ZERO);
            if (idle.compareTo(inactive) >= 0) {
                said.add(RunSentence.IDLE_MET.with(RuleWords.hours(idle)));
            }
        }
        boolean enough = set > 0 && (all ? said.size() == set : !said.isEmpty());
        return enough ? Optional.of(String.join(" ", said)) : Optional.empty();
    }

    String shown() {
        return RunSentence.SEEDS_ON.with(RuleWords.ratio(it.ratio()), RuleWords.hours(it.seedingTime()));
    }
}
