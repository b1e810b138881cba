package io.pilothouse;

import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.store.DataFolder;
import io.pilothouse.testing.Eventually;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.ui.common.Batch;
import io.pilothouse.ui.common.FxLater;
import io.pilothouse.ui.common.FxThread;
import io.pilothouse.ui.common.UiServices;
import io.pilothouse.ui.shell.Location;
import io.pilothouse.ui.shell.ShellWindow;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/// The whole program at work on the demo fleet with an instance of every kind, as the demo opens it, and all
/// places that a window on it has.
final class DemoAtWork implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final DemoConsole demo;
    private final Wiring wiring;
    private final FxThread fx = new FxThread();
    private final FxLater later = new FxLater(fx);

    private DemoAtWork(DemoConsole demo, Wiring wiring) {
        this.demo = demo;
        this.wiring = wiring;
    }

    /// Returns when every instance was checked once, whatever it answered.
    static DemoAtWork start(Path folder) throws Exception {
        var demo = DemoConsole.start(Clock.systemUTC(), List.of("readarr", "eros"));
        try {
            var started = new DemoAtWork(demo, new ProgramHost().wire(new DataFolder(folder)));
            started.begin();
            return started;
        } catch (Exception e) {
            demo.close();
            throw e;
        }
    }

    private void begin() throws Exception {
        wiring.openSecrets();
        demo.addTo(wiring);
        wiring.start();
        var states = wiring.engine.health().states();
        Eventually.that(
                PATIENCE,
                () -> wiring.engine.instances().fleet().get().live().stream().allMatch(one -> {
                    var health = states.get().get(one.id());
                    return health != null
                            && health.state() != ShownState.CHECKING
                            && health.state() != ShownState.UNKNOWN;
                }));
        demo.rememberAdvertising(wiring);
        demo.keepBaselines(wiring);
        demo.beginCycles(wiring);
    }

    Wiring wiring() {
        return wiring;
    }

    UiServices services() {
        return WindowProgram.services(wiring, fx, later, new FakeServices.FakeProgram(), false);
    }

    /// Every page of the program, and every page of the first instance of each kind.
    Map<String, Location> places(ShellWindow window) {
        var pages = window.context().pages();
        var places = new LinkedHashMap<String, Location>();
        pages.ofProgram().forEach(page -> places.put(page.id(), new Location.Program(page.id())));
        Map<String, InstanceId> first = new LinkedHashMap<>();
        for (Instance one : wiring.engine.instances().fleet().get().live()) {
            first.putIfAbsent(one.kind().value(), one.id());
        }
        if (first.size() != wiring.kinds.all().size()) {
            throw new AssertionError("not every kind: " + first);
        }
        first.forEach((kind, id) -> pages.of(id.kind())
                .forEach(page -> places.put(kind + "." + page.id(), new Location.OfInstance(id, page.id()))));
        return places;
    }

    /// Shows a place and waits until what it asked for came.
    void show(ShellWindow window, Location place) throws InterruptedException {
        FxToolkit.run(() -> window.context().navigation().go(place));
        settle();
        settle();
    }

    /// What came is shown a pause later, and may ask for more.
    void settle() throws InterruptedException {
        wiring.engine.runner().drain(task -> task.kind().equals("read"), PATIENCE);
        var shown = new CountDownLatch(1);
        later.after(Batch.PAUSE.multipliedBy(2), shown::countDown);
        shown.await();
    }

    /// Closes what belongs to windows; they are closed.
    @Override
    public void close() {
        FxToolkit.run(() -> {
            later.close();
            fx.close();
        });
        wiring.close();
        demo.close();
    }
}
