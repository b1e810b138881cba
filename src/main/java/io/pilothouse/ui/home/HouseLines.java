package io.pilothouse.ui.home;

import io.pilothouse.domain.home.LineRestart;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.ui.shell.WindowContext;
import java.util.List;
import java.util.Optional;

/// Makes the lines to houses anew, as people ask for it, and says what came of each. FX thread only.
final class HouseLines {

    private final WindowContext window;

    HouseLines(WindowContext window) {
        this.window = window;
    }

    void restart(InstanceId house) {
        window.background()
                .act(
                        "home-restart-line",
                        "restart the line to " + name(house),
                        house,
                        _ -> window.services().homes().restartLine(house, false),
                        this::say);
    }

    /// All at the same time; one that fails leaves the others.
    void restart(List<InstanceId> houses) {
        window.background()
                .act(
                        "home-restart-line",
                        "restart the lines to " + houses.size() + " houses",
                        houses,
                        _ -> window.services().homes().restartLines(houses),
                        this::say);
    }

    private void say(LineRestart result) {
        window.toasts().news(window.services().instances().find(result.instance()), words(result), Optional.empty());
    }

    /// A line for each in one message: of many messages the first would give way to the last.
    private void say(List<LineRestart> results) {
        if (results.size() == 1) {
            say(results.getFirst());
            return;
        }
        window.toasts()
                .news(
                        Optional.empty(),
                        String.join("\n", results.stream().map(this::words).toList()),
                        Optional.empty());
    }

    /// @return what came of it, with the name of the house
    String words(LineRestart result) {
        var texts = window.texts();
        return switch (result) {
            case LineRestart.Done done -> texts.text("home.system.reconnected", name(done.instance()));
            case LineRestart.Skipped skipped ->
                name(skipped.instance()) + ": "
                        + texts.text(
                                "home.system.skipped",
                                window.words().decimal(skipped.remaining().toMillis() / 1000.0, 1));
            case LineRestart.Failed failed -> texts.summary(failed.problem());
        };
    }

    private String name(InstanceId house) {
        return window.services().instances().find(house).map(Instance::name).orElse(house.value());
    }
}
