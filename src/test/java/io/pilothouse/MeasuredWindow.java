package io.pilothouse;

import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.arr.Title;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.health.HistoryKept;
import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.secret.Secrets;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.store.DataFolder;
import io.pilothouse.store.HealthRepository;
import io.pilothouse.store.TitleRepository;
import io.pilothouse.tasks.home.Homes;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.ui.PilothouseUi;
import io.pilothouse.ui.common.FxLater;
import io.pilothouse.ui.common.FxThread;
import io.pilothouse.ui.shell.ShellWindow;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javafx.stage.Stage;

/// The real window on the real program, inside the process that measures it. No background work runs: what
/// asks the network is the window's own doing.
public final class MeasuredWindow implements AutoCloseable {

    private final Wiring wiring;
    private final FxThread fx = new FxThread();
    private final FxLater later = new FxLater(fx);
    private final PilothouseUi ui;
    private final ShellWindow window;

    private MeasuredWindow(Wiring wiring) {
        this.wiring = wiring;
        ui = FxToolkit.call(() ->
                new PilothouseUi(WindowProgram.services(wiring, fx, later, new FakeServices.FakeProgram(), false)));
        window = FxToolkit.call(() -> {
            var stage = new Stage();
            var opened = ui.openFirst(stage);
            stage.setWidth(1_000);
            stage.setHeight(900);
            return opened;
        });
    }

    public static MeasuredWindow open(Path data) throws ProblemException {
        var wiring = new ProgramHost().wire(new DataFolder(data));
        wiring.openSecrets();
        return new MeasuredWindow(wiring);
    }

    public ShellWindow window() {
        return window;
    }

    public List<InstanceId> instances() {
        return wiring.engine.instances().fleet().get().live().stream()
                .map(Instance::id)
                .toList();
    }

    /// Does all that the program does behind its windows.
    public void work() {
        wiring.start();
    }

    /// Looks at all torrent clients again and again, as the whole program does.
    public void watchTorrents() {
        wiring.torrents.watch().start();
    }

    /// Looks at them only when told.
    public void leaveTorrents() {
        wiring.torrents.watch().close();
    }

    /// Looks at torrent clients now; blocks.
    public void lookAtTorrents(List<InstanceId> clients) throws InterruptedException {
        wiring.torrents.watch().now(clients, false);
    }

    /// @return when the latest answer of a torrent client came
    public Instant answeredAt(InstanceId client) {
        return Optional.ofNullable(wiring.torrents.watch().fleet().get().sides().get(client))
                .flatMap(side -> side.snapshot())
                .map(snapshot -> snapshot.at())
                .orElseThrow();
    }

    public Instance add(Configuration configuration, Secrets secrets) throws ProblemException {
        return wiring.engine.instances().add(configuration, secrets, Consent.confirmed(Origin.WINDOW));
    }

    /// Connects the houses, as the running program does.
    public void connectHouses() {
        wiring.homes.start();
    }

    public Homes homes() {
        return wiring.homes;
    }

    /// Stores the library of an instance, as if it had been read.
    public void shelve(InstanceId id, List<Title> titles) {
        new TitleRepository(wiring.database).replace(id, titles, wiring.clock.instant());
    }

    /// Adds checks up as the hourly housekeeping does.
    public void rollUp(Instant now) {
        new HealthRepository(wiring.database).rollUpAndForget(now, HistoryKept.USUAL);
    }

    /// Reads what the page of an instance's history shows.
    public void history(InstanceId id, Instant from, Instant until) {
        var health = wiring.engine.health();
        health.bars(id, from, until, 90);
        health.latency(id, from, until, 90);
        health.changes(id, from, 200);
    }

    /// Stores checks of an instance, as if it had been watched.
    public void remember(List<HealthRepository.Sample> samples) {
        new HealthRepository(wiring.database).append(samples);
    }

    @Override
    public void close() {
        FxToolkit.run(() -> {
            ui.close();
            later.close();
            fx.close();
        });
        wiring.close();
    }
}
