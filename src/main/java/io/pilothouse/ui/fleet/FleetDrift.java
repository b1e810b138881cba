package io.pilothouse.ui.fleet;

import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.tasks.compare.Comparing.Drift;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.common.UiServices;
import io.pilothouse.ui.common.Words;
import io.pilothouse.ui.shell.Background;
import java.util.Optional;

/// How far instances have drifted from the settings that were kept of them, asked while the Fleet is on
/// screen. FX thread only.
final class FleetDrift {

    private final UiServices services;
    private final Words words;
    private final Background background;
    private final Latest asking;

    FleetDrift(UiServices services, Words words, Background background) {
        this.services = services;
        this.words = words;
        this.background = background;
        asking = new Latest(services.fx());
    }

    /// @return how an instance stands; empty where no baseline is kept, or it was not looked at yet
    Optional<Drift> of(InstanceId id) {
        return Optional.ofNullable(services.comparing().drifted().get().get(id));
    }

    /// Asks those of which it was not known lately; what comes is published.
    void look() {
        var due = services.comparing().driftDue();
        if (!due.isEmpty() && !asking.busy()) {
            asking.start(
                    () -> background.read(words.texts().text("fleet.drift.asking"), due, _ -> {
                        services.comparing().lookForDrift(due);
                        return true;
                    }),
                    _ -> {});
        }
    }

    void rest() {
        asking.cancel();
    }
}
