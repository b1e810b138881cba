package io.pilothouse.ui.palette;

import io.pilothouse.domain.ProblemException;
import io.pilothouse.tasks.schedule.Schedules.Planned;
import io.pilothouse.tasks.schedule.Schedules.Trait;
import io.pilothouse.ui.hunting.DryRuns;
import io.pilothouse.ui.palette.PaletteEntry.Sort;
import io.pilothouse.ui.shell.Location;
import io.pilothouse.ui.shell.WindowContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Regular work in the palette: where it stands, its turn now, its next turn left out. FX thread only.
final class PaletteSchedules {

    @FunctionalInterface
    private interface Doing {
        void run() throws ProblemException;
    }

    private final WindowContext window;
    private final DryRuns dryRuns;

    PaletteSchedules(WindowContext window) {
        this.window = window;
        dryRuns = new DryRuns(window);
    }

    /// @return of the work of instances, the next turn first
    List<PaletteEntry> entries() {
        var entries = new ArrayList<PaletteEntry>();
        var now = window.services().clock().instant();
        for (var planned : window.services().schedules().plan().get()) {
            if (planned.instance().isEmpty()) {
                continue; // the program looks after itself
            }
            var title = window.words().workKind(planned.kind(), planned.title());
            var next = planned.nextAt()
                    .map(at -> text("palette.schedule.next", window.words().time(at, now)))
                    .orElse("");
            entries.add(entry(
                    "schedule", planned, title, next, () -> window.navigation().go(new Location.Program("schedules"))));
            if (!planned.running()) {
                entries.add(entry(
                        "run",
                        planned,
                        text("palette.schedule.run", title),
                        next,
                        planned.is(Trait.ASKS)
                                ? () -> dryRuns.run(planned.key())
                                : () -> act(
                                        "schedule-run",
                                        "give a turn now: ",
                                        title,
                                        planned,
                                        () -> window.services().schedules().runNow(planned.key()))));
            }
            if (planned.ofRule()) {
                entries.add(entry(
                        "dry-run",
                        planned,
                        text("palette.schedule.dry-run", title),
                        next,
                        () -> dryRuns.start(List.of(planned.key()))));
            }
            if (planned.nextAt().isPresent()) {
                entries.add(entry(
                        "skip",
                        planned,
                        text("palette.schedule.skip", title),
                        next,
                        () -> act(
                                "schedule-skip",
                                "leave out the next turn: ",
                                title,
                                planned,
                                () -> window.services().schedules().skipNext(planned.key()))));
            }
        }
        return entries;
    }

    private PaletteEntry entry(String id, Planned planned, String title, String about, Runnable run) {
        return PaletteEntry.of(id + " " + planned.key(), Sort.TASK, title, run)
                .withAbout(about)
                .on(planned.instance().flatMap(window.services().instances()::find));
    }

    private void act(String kind, String verb, String title, Planned planned, Doing doing) {
        window.background()
                .act(
                        kind,
                        verb + window.services().schedules().title(planned.key()),
                        planned.instance(),
                        _ -> {
                            doing.run();
                            return true;
                        },
                        _ -> window.toasts()
                                .news(
                                        planned.instance()
                                                .flatMap(window.services().instances()::find),
                                        text("palette.done." + kind, title),
                                        Optional.empty()));
    }

    private String text(String key, Object... arguments) {
        return window.texts().text(key, arguments);
    }
}
