package io.pilothouse;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Keeps something outside the store as a setting says. Thread-safe: of several looks at once each sees the
/// setting as it is when its turn has come, so that the last word holds. Blocks on the disk.
final class Kept<T> {

    private final Supplier<T> wished;
    private final Change<T> change;
    private final Consumer<IOException> failed;
    private Optional<T> holds = Optional.empty();

    /// Makes it as wished.
    interface Change<T> {
        void to(T wished) throws IOException;
    }

    /// @param wished what the setting says now
    /// @param failed hears of each change that could not be made
    Kept(Supplier<T> wished, Change<T> change, Consumer<IOException> failed) {
        this.wished = wished;
        this.change = change;
        this.failed = failed;
    }

    /// Changes what is not yet as wished. A change that failed waits for the next other wish.
    synchronized void look() {
        var now = wished.get();
        if (holds.equals(Optional.of(now))) {
            return;
        }
        holds = Optional.of(now);
        try {
            change.to(now);
        } catch (IOException e) {
            failed.accept(e);
        }
    }
}
