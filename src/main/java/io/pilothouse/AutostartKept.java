package io.pilothouse;

import java.io.IOException;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Keeps the desktop's entry as the setting says. Thread-safe: of several looks at once each sees the setting
/// as it is when its turn has come, so that the last word holds. Blocks on the disk.
final class AutostartKept {

    private final Autostart entry;
    private final BooleanSupplier wished;
    private final Consumer<IOException> failed;
    private Optional<Boolean> holds = Optional.empty();

    /// @param wished what the setting says now
    /// @param failed hears of each change that could not be made
    AutostartKept(Autostart entry, BooleanSupplier wished, Consumer<IOException> failed) {
        this.entry = entry;
        this.wished = wished;
        this.failed = failed;
    }

    /// Writes or removes the entry where it is not yet as wished. One that failed waits for the next change of
    /// the wish.
    synchronized void look() {
        boolean now = wished.getAsBoolean();
        if (holds.isPresent() && holds.get() == now) {
            return;
        }
        holds = Optional.of(now);
        try {
            entry.set(now);
        } catch (IOException e) {
            failed.accept(e);
        }
    }
}
