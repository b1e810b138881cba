package io.pilothouse.ui.common;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.tasks.settings.Settings.Setting;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Stores settings, each in a task of its own. FX thread only.
///
/// @param failed says what went wrong
public record SettingStore(UiServices services, Consumer<Problem> failed) {

    /// @param value empty for the usual one
    /// @param then  runs when it is stored
    public <T> void store(Setting<T> setting, Optional<T> value, Runnable then) {
        var request = new TaskRequest("setting", "store the setting " + setting.name(), List.of(), Origin.WINDOW, true);
        services.tasks()
                .start(request, _ -> {
                    value.ifPresentOrElse(
                            chosen -> services.settings().set(setting, chosen),
                            () -> services.settings().reset(setting));
                    return true;
                })
                .whenEnded(services.fx(), outcome -> {
                    switch (outcome) {
                        case Outcome.Succeeded<Boolean> _ -> then.run();
                        case Outcome.Failed<Boolean>(Problem problem) -> failed.accept(problem);
                        case Outcome.Cancelled<Boolean>() -> {}
                    }
                });
    }
}
