package io.pilothouse.ui.shell;

import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.tasks.schedule.Schedules.Planned;
import io.pilothouse.tasks.schedule.Schedules.Trait;
import java.util.Optional;
import java.util.function.Function;

/// Lets held work of Guarded instances go: one turn, all until midnight, or all until the program ends. Says
/// of whom, and until when. FX thread only.
public final class Releases {

    private final WindowContext window;

    public Releases(WindowContext window) {
        this.window = window;
    }

    /// Does nothing where the turn waits no longer.
    public void once(String key) {
        window.services().schedules().plan().get().stream()
                .filter(planned -> planned.key().equals(key) && planned.is(Trait.WAITS_FOR_RELEASE))
                .findFirst()
                .ifPresent(this::once);
    }

    private void once(Planned planned) {
        var title = window.words().workKind(planned.kind(), planned.title());
        window.background()
                .act(
                        "work-release",
                        "release once: " + planned.title(),
                        planned.instance(),
                        _ -> {
                            window.services().schedules().releaseOnce(planned.key());
                            return true;
                        },
                        _ -> window.toasts()
                                .news(
                                        planned.instance()
                                                .flatMap(window.services().instances()::find),
                                        text("shell.done.released-once", title),
                                        Optional.empty()));
    }

    public void today(InstanceId id) {
        release(id, guarded -> {
            var until = window.services().guards().releaseToday(guarded.id());
            return text(
                    "shell.done.released-today",
                    guarded.name(),
                    window.words().time(until, window.services().clock().instant()));
        });
    }

    public void untilTheEnd(InstanceId id) {
        release(id, guarded -> {
            window.services().guards().release(guarded.id());
            return text("shell.done.released", guarded.name());
        });
    }

    /// @param releasing answers with the news of it
    private void release(InstanceId id, Function<Instance, String> releasing) {
        window.services()
                .instances()
                .find(id)
                .ifPresent(one -> window.background()
                        .act(
                                "work-release",
                                "release the background work of " + one.name(),
                                id,
                                _ -> releasing.apply(one),
                                said -> window.toasts().news(Optional.of(one), said, Optional.empty())));
    }

    private String text(String key, Object... arguments) {
        return window.texts().text(key, arguments);
    }
}
