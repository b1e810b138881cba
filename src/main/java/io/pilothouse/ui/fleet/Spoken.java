package io.pilothouse.ui.fleet;

import io.pilothouse.domain.health.ShownState;
import io.pilothouse.ui.common.Severity;
import io.pilothouse.ui.common.Words;
import java.util.Comparator;

/// What a screen reader says of the Fleet's small pictures.
final class Spoken {

    private Spoken() {}

    static String bars(Words words, FleetRow row) {
        var history = row.history().bars();
        long checks = history.stream().mapToLong(bar -> bar.checks()).sum();
        if (checks == 0) {
            return words.texts().text("common.bars.empty");
        }
        var worst = history.stream()
                .map(bar -> bar.worst())
                .filter(state -> state != ShownState.UNKNOWN)
                .min(Comparator.comparingInt(Severity::of))
                .orElse(ShownState.UNKNOWN);
        return words.texts()
                .text(
                        "common.bars.spoken",
                        row.instance().name(),
                        words.number(
                                history.stream().mapToLong(bar -> bar.passed()).sum()),
                        words.number(checks),
                        words.state(worst));
    }
}
