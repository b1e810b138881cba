package io.pilothouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.pilothouse.demo.DemoFleet;
import io.pilothouse.demo.service.Fault;
import io.pilothouse.demo.service.LoggedRequest.SecretSeen;
import io.pilothouse.demo.service.ServiceSpec;
import io.pilothouse.demo.service.SimulatedService;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.secret.Secrets;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.store.DataFolder;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.testing.Eventually;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.ui.PilothouseUi;
import io.pilothouse.ui.common.FxLater;
import io.pilothouse.ui.common.FxThread;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.common.Texts;
import io.pilothouse.ui.common.Themes;
import io.pilothouse.ui.shell.InstancePage;
import io.pilothouse.ui.shell.Location;
import io.pilothouse.ui.shell.PageView;
import io.pilothouse.ui.shell.ShellWindow;
import io.pilothouse.ui.shell.WindowContext;
import io.pilothouse.ui.shell.WindowStart;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.layout.VBox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole program, two of its windows and services that log every request, in ten thousand random
/// sequences of switching, opening, going back, acting now, acting on what was offered long ago, late
/// answers, renaming, reordering, switching off, removing and restoring (bars W1, W2 and W6).
///
/// An act asks its instance who it is. What comes back, whose key the services saw, and what stands on
/// screen must all be of the instance the act was offered for.
class WrongInstanceRequestsTest {

    private static final int SEQUENCES = Integer.getInteger("fuzz.sequences", 10_000);
    private static final int STEPS = 3;
    private static final int AT_ONCE = 24;
    private static final Consent ME = Consent.confirmed(Origin.WINDOW);
    private static final List<String> KINDS =
            List.of("sonarr", "radarr", "lidarr", "sonarr", "radarr", "readarr", "whisparr", "radarr");

    @TempDir
    Path folder;

    private final Random random = new Random(Long.getLong("fuzz.seed", 20261121));
    private final Map<InstanceId, SimulatedService> services = new HashMap<>();
    private final Map<InstanceId, String> marks = new HashMap<>();
    private final Map<InstanceId, AtomicInteger> asked = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private final Deque<Runnable> offered = new ArrayDeque<>();
    private final FxThread fx = new FxThread();
    private final FxLater later = new FxLater(fx);
    private final Map<ShellWindow, Seen> places = new HashMap<>();
    private DemoFleet fleet;
    private Wiring wiring;
    private List<InstanceId> all;

    @BeforeEach
    void open() throws IOException, ProblemException {
        fleet = DemoFleet.empty(3, Clock.systemUTC());
        wiring = new ProgramHost().wire(new DataFolder(folder.resolve("data")));
        wiring.openSecrets();
        for (int i = 0; i < KINDS.size(); i++) {
            var mark = "mk" + i;
            var service =
                    fleet.add(ServiceSpec.of(KINDS.get(i), "Service " + mark).with("size", "20"));
            var added = wiring.engine
                    .instances()
                    .add(
                            Configuration.of(
                                    new KindId(KINDS.get(i)), "Start " + mark + ".", new Address(service.address())),
                            Secrets.of("apiKey", service.access().secretText()),
                            ME);
            services.put(added.id(), service);
            marks.put(added.id(), mark + ".");
            asked.put(added.id(), new AtomicInteger());
            if (i % 3 == 0) { // whose answers come when the window is elsewhere
                service.fault(new Fault.Slow(Duration.ofMillis(15)));
            }
        }
        all = wiring.engine.instances().fleet().get().live().stream()
                .map(Instance::id)
                .toList();
    }

    @AfterEach
    void close() {
        later.close();
        fx.close();
        wiring.close();
        fleet.close();
    }

    @Test
    void tenThousandSequencesReachAndShowOnlyTheirOwnInstance() throws Exception {
        var never = all.getLast(); // is shown, changed and offered, but no act on it is ever taken up
        var windows = FxToolkit.call(this::windows);
        try {
            for (int sequence = 0; sequence < SEQUENCES; sequence++) {
                var window = windows.get(random.nextInt(windows.size()));
                var done = new ArrayList<String>();
                for (int i = 0; i < STEPS; i++) {
                    done.add(step(window));
                }
                var when = "sequence " + sequence + " " + done;
                FxToolkit.run(() -> windows.forEach(each -> look(each, when)));
                assertThat(wrong).as(when).isEmpty();
            }
            while (!offered.isEmpty()) { // long after everything was renamed, moved and restored
                offered.remove().run();
            }
            Eventually.that(() -> underWay.get() == 0);
        } finally {
            FxToolkit.run(() -> windows.forEach(ShellWindow::close));
        }

        assertThat(wrong).isEmpty();
        assertThat(answered.get()).isGreaterThan(SEQUENCES / 10);
        services.forEach((id, service) -> {
            assertThat(service.requests())
                    .as("requests at " + service.name())
                    .noneMatch(request -> request.secret() == SecretSeen.FOREIGN);
            assertThat(service.requests().isEmpty())
                    .as("whether " + service.name() + " was left alone")
                    .isEqualTo(asked.get(id).get() == 0);
        });
        assertThat(services.get(never).requests()).isEmpty();
        assertThat(wiring.sentRequests.outsideTasks()).isZero();
    }

    private List<ShellWindow> windows() {
        var shared = WindowProgram.services(wiring, fx, later, new FakeServices.FakeProgram(), false);
        var texts = new Texts(Locale.ENGLISH);
        var themes = new Themes(shared);
        var features = new ArrayList<>(PilothouseUi.features());
        features.add(window ->
                window.pages().add(new InstancePage("probe", 500, _ -> true, id -> new Probe(window, id, wiring))));
        return IntStream.range(0, 2)
                .mapToObj(i -> new ShellWindow(
                        shared, texts, themes, features, Optional.of(WindowStart.on(all.get(i))), _ -> {}))
                .toList();
    }

    /// A light page that says what it read about its instance, each time it is shown.
    private static final class Probe implements PageView {
        private final WindowContext window;
        private final InstanceId id;
        private final Wiring wiring;
        private final Latest latest;
        private final Label words = new Label("");
        private final VBox root = new VBox(words);

        Probe(WindowContext window, InstanceId id, Wiring wiring) {
            this.window = window;
            this.id = id;
            this.wiring = wiring;
            latest = new Latest(window.services().fx());
        }

        @Override
        public Parent root() {
            return root;
        }

        @Override
        public void shown() {
            latest.start(
                    () -> window.background()
                            .read(
                                    "read the probe",
                                    List.of(id),
                                    _ -> wiring.engine
                                            .instances()
                                            .find(id)
                                            .orElseThrow()
                                            .name()),
                    outcome -> {
                        if (outcome instanceof Outcome.Succeeded<String> read) {
                            words.setText(read.value());
                        }
                    });
        }

        @Override
        public void hidden() {
            latest.cancel();
        }
    }

    private String step(ShellWindow window) throws ProblemException {
        var id = all.get(random.nextInt(all.size()));
        int what = random.nextInt(24);
        switch (what) {
            case 0, 1, 2, 3, 4, 5, 6, 7 ->
                FxToolkit.run(
                        () -> window.context().navigation().goTo(id, random.nextInt(8) == 0 ? "overview" : "probe"));
            case 8, 9 -> FxToolkit.run(() -> window.context().navigation().back());
            case 10, 11 -> FxToolkit.run(() -> window.context().navigation().forward());
            case 12, 13, 14, 15, 16 -> offer(window);
            case 17, 18, 19 -> takeUp();
            case 20 ->
                change(
                        id,
                        () -> wiring.engine
                                .instances()
                                .rename(id, "Name " + random.nextInt(1_000) + " " + marks.get(id), ME));
            case 21 ->
                change(
                        id,
                        () -> wiring.engine
                                .instances()
                                .order(id, Optional.of(all.get(random.nextInt(all.size()))), ME));
            case 22 -> change(id, () -> wiring.engine.instances().setEnabled(id, random.nextInt(3) > 0, ME));
            default -> removeOrRestore(id);
        }
        return what + " with " + id;
    }

    /// A change that makes sense now.
    @FunctionalInterface
    private interface Change {
        void run() throws ProblemException;
    }

    private void change(InstanceId id, Change change) throws ProblemException {
        if (!trashed(id)) {
            try {
                change.run();
            } catch (ProblemException e) {
                assertThat(e).hasMessageContaining("trash"); // the other one of an order may be there
            }
        }
    }

    private void removeOrRestore(InstanceId id) throws ProblemException {
        var instances = wiring.engine.instances();
        if (trashed(id)) {
            instances.restore(id, ME);
        } else if (instances.fleet().get().live().size() > KINDS.size() / 2) {
            instances.remove(id, ME);
        }
    }

    private boolean trashed(InstanceId id) {
        return wiring.engine.instances().find(id).orElseThrow().trashed();
    }

    /// What a button does that is on screen now: its instance is captured here.
    private void offer(ShellWindow window) {
        var active = FxToolkit.call(() -> window.context().active().id());
        active.ifPresent(id -> offered.add(() -> act(id)));
    }

    private void takeUp() {
        if (offered.size() > 3 && underWay.get() < AT_ONCE) {
            offered.remove().run();
        }
    }

    private void act(InstanceId id) {
        if (id.equals(all.getLast())) {
            return; // stays unasked
        }
        asked.get(id).incrementAndGet();
        underWay.incrementAndGet();
        wiring.engine
                .tasks()
                .start(
                        new TaskRequest("probe", "ask " + id, List.of(id), Origin.WINDOW, true),
                        _ -> wiring.connectors.use(
                                wiring.engine.instances().find(id).orElseThrow(), connector -> connector.check()))
                .whenEnded(Runnable::run, outcome -> {
                    if (outcome instanceof Outcome.Succeeded(var answer)) {
                        var mine = services.get(id).name();
                        if (!answer.identity().name().equals(mine)) {
                            wrong.add("asked " + mine + ", answered "
                                    + answer.identity().name());
                        }
                        answered.incrementAndGet();
                    }
                    underWay.decrementAndGet();
                });
    }

    /// What stands in a window whatever it shows.
    private record Seen(ButtonBase name, Node content, Node header) {
        static Seen of(ShellWindow window) {
            var scene = window.scene();
            return new Seen(
                    (ButtonBase) scene.lookup("#header-name"), scene.lookup("#content"), scene.lookup("#header"));
        }
    }

    /// Header, title and page are of one instance, which is the active one, and name no other.
    private void look(ShellWindow window, String when) {
        if (!(window.context().navigation().location().get() instanceof Location.OfInstance there)) {
            return;
        }
        var shown = wiring.engine.instances().find(there.instance()).orElseThrow();
        if (shown.trashed() || !shown.enabled()) {
            return; // the window hears of it in a moment
        }
        assertThat(window.context().active().id()).as(when).contains(there.instance());
        var others = marks.entrySet().stream()
                .filter(mark -> !mark.getKey().equals(there.instance()))
                .map(Map.Entry::getValue)
                .collect(Collectors.toSet());
        var seen = places.computeIfAbsent(window, Seen::of);
        assertThat(seen.name.getText()).as(when).contains(marks.get(there.instance()));
        assertThat(window.title().getValue()).as(when).contains(marks.get(there.instance()));
        noneOf(seen.content, others, when);
        noneOf(seen.header, others, when);
    }

    private static void noneOf(Node node, Set<String> others, String when) {
        if (node instanceof Labeled labeled && labeled.getText() != null) {
            for (var other : others) {
                if (labeled.getText().contains(other)) {
                    fail(when + ": " + labeled.getText() + " names " + other);
                }
            }
        }
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> noneOf(child, others, when));
        }
    }
}
