package io.pilothouse.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.ui.action.ActionCall;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.common.Monogram;
import io.pilothouse.ui.common.Texts;
import io.pilothouse.ui.common.Themes;
import io.pilothouse.ui.shell.Feature;
import io.pilothouse.ui.shell.InstancePage;
import io.pilothouse.ui.shell.Location;
import io.pilothouse.ui.shell.PageView;
import io.pilothouse.ui.shell.ShellWindow;
import io.pilothouse.ui.shell.WindowContext;
import io.pilothouse.ui.shell.WindowStart;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import javafx.scene.Parent;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Does things at random in two windows at once (switching, going back, acting, renaming, reordering,
/// pausing, removing, restoring, late answers) and looks after each step: no act may reach another
/// instance than the one it was offered for, and nothing of another instance may be on screen.
class WrongInstanceFuzzTest {

    private static final int STEPS = Integer.getInteger("fuzz.steps", 1_500);

    private final FakeServices fakes = PictureFleet.make();
    private final List<InstanceId> all =
            fakes.instances.fleet.get().live().stream().map(Instance::id).toList();
    private final List<String> expected = new ArrayList<>();
    private final List<String> acted = new ArrayList<>();
    private final Deque<Runnable> offers = new ArrayDeque<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 20260618})
    void nothingReachesOrShowsAnotherInstance(long seed) {
        FxToolkit.run(() -> {
            fakes.settings.set(Themes.THEME, Themes.Choice.LIGHT);
            fakes.tasks.hold();
            var services = fakes.services(Runnable::run);
            var texts = new Texts(Locale.ENGLISH);
            var themes = new Themes(services);
            var features = new ArrayList<Feature>(PilothouseUi.features());
            features.add(this::registerProbe);
            try (var one = new ShellWindow(services, texts, themes, features, Optional.empty(), _ -> {});
                    var two = new ShellWindow(
                            services, texts, themes, features, Optional.of(WindowStart.on(all.get(3))), _ -> {})) {
                var random = new Random(seed);
                for (int step = 0; step < STEPS; step++) {
                    var what = step(random, random.nextBoolean() ? one : two);
                    fakes.later.pass(java.time.Duration.ofMillis(150));
                    look(one, "step " + step + ", " + what);
                    look(two, "step " + step + ", " + what);
                }
                while (fakes.tasks.waiting() > 0) {
                    fakes.tasks.runNext();
                }
            }
        });
        assertThat(acted).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(expected).hasSizeGreaterThan(STEPS / 30);
    }

    private String step(Random random, ShellWindow window) {
        var context = window.context();
        var id = all.get(random.nextInt(all.size()));
        int what = random.nextInt(16);
        switch (what) {
            case 0, 1, 2, 3 -> context.navigation().goTo(id, "probe");
            case 4 -> context.navigation().back();
            case 5 -> context.navigation().forward();
            case 6 -> offer(context, random);
            case 7 -> {
                if (!offers.isEmpty()) {
                    offers.remove().run(); // offered long ago, pressed now
                }
            }
            case 8, 9, 10, 11 -> {
                if (fakes.tasks.waiting() > 0) {
                    fakes.tasks.runNext();
                }
            }
            case 12 ->
                change(() ->
                        fakes.instances.rename(id, "Renamed " + random.nextInt(1_000), Consent.none(Origin.WINDOW)));
            case 13 ->
                change(() -> fakes.instances.order(
                        id, Optional.of(all.get(random.nextInt(all.size()))), Consent.none(Origin.WINDOW)));
            case 14 -> change(() -> fakes.instances.setEnabled(id, random.nextInt(3) > 0, Consent.none(Origin.WINDOW)));
            default -> {
                boolean gone = fakes.instances.find(id).orElseThrow().trashed();
                long live = fakes.instances.fleet.get().live().size();
                change(() -> {
                    if (gone) {
                        fakes.instances.restore(id, Consent.none(Origin.WINDOW));
                    } else if (live > 4) {
                        fakes.instances.remove(id, Consent.none(Origin.WINDOW));
                    }
                });
            }
        }
        return what + " with " + id;
    }

    private interface Change {
        void run() throws ProblemException;
    }

    private static void change(Change change) {
        try {
            change.run();
        } catch (ProblemException | IllegalArgumentException | IndexOutOfBoundsException e) {
            // the made-up service refuses what makes no sense, for example ordering before itself
        }
    }

    /// Offers an act on the active instance now, to be taken up later.
    private void offer(WindowContext context, Random random) {
        context.active().id().ifPresent(id -> {
            var name = "act " + random.nextInt();
            offers.add(() -> {
                expected.add(name + " on " + id);
                new ProbeAct(name).accept(new ActionCall(Optional.of(id), Origin.WINDOW), context);
            });
        });
    }

    private final class ProbeAct {
        private final String name;

        ProbeAct(String name) {
            this.name = name;
        }

        void accept(ActionCall call, WindowContext context) {
            var id = call.theInstance();
            context.background().act("probe", name, id, _ -> acted.add(name + " on " + id), _ -> {});
        }
    }

    /// A page whose words say which instance they were read for.
    private void registerProbe(WindowContext window) {
        window.pages().add(new InstancePage("probe", 500, _ -> true, id -> new Probe(window, id)));
    }

    private static final class Probe implements PageView {
        private final WindowContext window;
        private final InstanceId id;
        private final Latest latest;
        private final Label words = new Label("");
        private final VBox root = new VBox(words);

        Probe(WindowContext window, InstanceId id) {
            this.window = window;
            this.id = id;
            latest = new Latest(window.services().fx());
            root.getStyleClass().add("probe");
            root.setUserData(id);
        }

        @Override
        public Parent root() {
            return root;
        }

        @Override
        public void shown() {
            latest.start(
                    () -> window.background().read("read the probe", List.of(id), _ -> "read for " + id), outcome -> {
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

    private void look(ShellWindow window, String when) {
        var header = (ButtonBase) window.scene().lookup("#header-name");
        var location = window.context().navigation().location().get();
        if (location instanceof Location.OfInstance there) {
            var shown = fakes.instances.find(there.instance()).orElseThrow();
            assertThat(shown.trashed() || !shown.enabled()).as(when).isFalse();
            assertThat(window.context().active().id()).as(when).contains(there.instance());
            assertThat(header.getText()).as(when).isEqualTo(shown.name());
            assertThat(window.title().getValue()).as(when).startsWith(shown.name());
            assertThat(window.scene().lookup(".band").getStyleClass())
                    .as(when)
                    .contains(Monogram.styleClass(shown.configuration().colour()));
            if (there.page().equals("probe")) {
                if (window.scene().lookup(".probe") == null) {
                    window.scene().getRoot().applyCss(); // a pane shows what it holds once it is styled
                }
                var probe = window.scene().lookup(".probe");
                assertThat(probe.getUserData()).as(when).isEqualTo(there.instance());
                assertThat(((Label) ((VBox) probe).getChildren().getFirst()).getText())
                        .as(when)
                        .isIn("", "read for " + there.instance());
            }
        } else {
            assertThat(window.scene().lookup(".probe")).as(when).isNull();
            assertThat(header.getText()).as(when).isEqualTo("Fleet");
        }
    }
}
