package io.pilothouse.ui.palette;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.tasks.schedule.MissedTurns;
import io.pilothouse.tasks.schedule.Schedules;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Routes;
import io.pilothouse.testing.ui.Windows;
import io.pilothouse.ui.action.Action;
import io.pilothouse.ui.action.Availability;
import io.pilothouse.ui.action.FoundItem;
import io.pilothouse.ui.common.Appearance;
import io.pilothouse.ui.common.Themes;
import io.pilothouse.ui.palette.PaletteEntry.Sort;
import io.pilothouse.ui.shell.Location;
import io.pilothouse.ui.shell.Navigation;
import io.pilothouse.ui.shell.WindowContext;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.junit.jupiter.api.Test;

class PaletteTest {

    private static final InstanceId HD = PictureFleet.id("R1");
    private static final InstanceId UHD = PictureFleet.id("R4");

    private final FakeServices fakes = PictureFleet.make();
    private final List<String> ran = new ArrayList<>();

    private void with(BiConsumer<WindowContext, PaletteViewModel> look) {
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                var context = window.context();
                // the words of an action that is there already, as bundles cannot be made up
                context.navigation().goTo(HD, "overview");
                var model = new PaletteViewModel(context);
                look.accept(context, model);
                model.close();
            }
        });
    }

    private static List<String> titles(PaletteViewModel model) {
        return model.entries().stream().map(PaletteEntry::title).toList();
    }

    @Test
    void everyActionAndEveryPageIsThere() {
        with((context, model) -> {
            var ids = model.entries().stream().map(PaletteEntry::id).toList();
            for (var action : context.actions().all()) {
                boolean absent = action.availability().apply(Optional.of(HD)) instanceof Availability.Absent;
                assertThat(ids.contains("action " + action.id()))
                        .as(action.id())
                        .isEqualTo(!absent);
                assertThat(context.actions().title(action)).isNotBlank();
            }
            var commands = model.entries().stream()
                    .filter(entry ->
                            entry.sort() == Sort.COMMAND && entry.target().isEmpty())
                    .map(PaletteEntry::title)
                    .toList();
            for (var page : context.pages().ofProgram()) {
                var name = context.texts().text("page." + page.id());
                assertThat(ids.contains("page " + page.id()))
                        .as("once: as the command of that name, or as a page: " + name)
                        .isEqualTo(!commands.contains(name));
            }
            for (var page : context.pages().of(HD.kind())) {
                assertThat(ids).contains("page radarr " + page.id());
            }
            assertThat(model.entries()).allSatisfy(entry -> {
                assertThat(entry.title()).isNotBlank();
                var action = context.actions().find(entry.id().replace("action ", ""));
                if (entry.sort() == Sort.COMMAND) {
                    assertThat(entry.key().isEmpty())
                            .isEqualTo(action.orElseThrow().key().isEmpty());
                }
            });
        });
    }

    @Test
    void comparingHousesStandsThereOnce() {
        with((_, model) -> {
            model.type("compare houses");

            assertThat(titles(model))
                    .filteredOn(title -> title.endsWith("Compare houses"))
                    .hasSize(1);
        });
    }

    /// The words that a person types in their language.
    @Test
    void aThemeIsFoundByItsNameInGermanToo() {
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, Themes.Choice.LIGHT, Locale.GERMAN)) {
                var model = new PaletteViewModel(window.context());
                for (var typed : Map.of("dunkel", "theme.dark", "hell", "theme.light", "kontrast", "theme.contrast")
                        .entrySet()) {
                    model.type(typed.getKey());
                    assertThat(model.entries().getFirst().id()).isEqualTo("action " + typed.getValue());
                }
                model.close();
            }
        });
    }

    @Test
    void everyActionIsAmongTheFirstFiveForSomeFourLetters() {
        with((context, model) -> {
            var missed = new ArrayList<String>();
            for (var action : context.actions().all()) {
                if (action.availability().apply(Optional.of(HD)) instanceof Availability.Absent) {
                    continue;
                }
                boolean found = queries(context.actions().title(action)).stream()
                        .anyMatch(query -> {
                            model.type(query);
                            return model.entries().stream()
                                    .limit(5)
                                    .anyMatch(entry -> entry.id().equals("action " + action.id()));
                        });
                if (!found) {
                    missed.add(action.id());
                }
            }
            assertThat(missed).isEmpty();
        });
    }

    /// What somebody who knows the title would type: its beginning, beginnings of two words, initials,
    /// the beginning of any word.
    private static Set<String> queries(String title) {
        var queries = new LinkedHashSet<String>();
        var words = title.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} ]", "")
                .split("\\s+");
        queries.add(part(String.join(" ", words), 4));
        var initials = new StringBuilder();
        for (var word : words) {
            initials.append(part(word, 1));
            queries.add(part(word, 4));
        }
        queries.add(part(initials.toString(), 4));
        for (int i = 0; i < words.length; i++) {
            for (int j = i + 1; j < words.length; j++) {
                queries.add(part(words[i], 2) + " " + part(words[j], 1));
                queries.add(part(words[i], 1) + " " + part(words[j], 2));
            }
        }
        return queries;
    }

    private static String part(String text, int length) {
        return text.substring(0, Math.min(length, text.length()));
    }

    /// The commands of the console design, 3.13, that are of no page of their own.
    @Test
    void theCommandsOfTheDesignAreThere() {
        with((context, _) -> assertThat(context.actions().all())
                .extracting(Action::id)
                .contains(
                        "go.fleet",
                        "tasks.open",
                        "schedules.open",
                        "timeline.open",
                        "compare.open",
                        "settings.log",
                        "settings.alerts",
                        "go.back",
                        "go.forward",
                        "go.problem",
                        "switcher.open",
                        "go.previous",
                        "instance.open-window",
                        "window.pin",
                        "instance.browser",
                        "instance.copy-address",
                        "instance.copy-link",
                        "instance.add",
                        "instance.clone",
                        "instance.edit",
                        "instance.rename",
                        "instance.group",
                        "instance.tags",
                        "instance.colour",
                        "instance.guard",
                        "instance.pause",
                        "instance.resume",
                        "instance.check",
                        "check-all",
                        "instance.diagnose",
                        "instance.remove",
                        "scope.open",
                        "work.pause.half_hour",
                        "work.pause.two_hours",
                        "work.pause.morning",
                        "work.pause.open_end",
                        "instance.release",
                        "instance.release-today",
                        "task.stop",
                        "instance.mute",
                        "messages.quiet-hour",
                        "messages.acknowledge",
                        "instance.maintenance",
                        "messages.test",
                        "export.open",
                        "import.open",
                        "copy.now",
                        "restore.open",
                        "undo",
                        "trash.open",
                        "theme.system",
                        "theme.light",
                        "theme.dark",
                        "theme.contrast",
                        "scale.up",
                        "scale.down",
                        "density.compact",
                        "library.blur",
                        "wall.open",
                        "help.keys",
                        "diagnostics.copy",
                        "settings.general"));
    }

    @Test
    void anInstanceIsRemovedUnderThatWord() {
        with((_, model) -> {
            model.type("remo");

            assertThat(model.entries().stream().limit(5).map(PaletteEntry::id)).contains("action instance.remove");
        });
    }

    @Test
    void aCommandRunsOnAnotherInstanceInOneLineAndTheWindowStays() {
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                var context = window.context();
                context.navigation().goTo(HD, "overview");
                context.actions().run("palette.open", Optional.empty());
                var search = (TextField) window.scene().getRoot().lookup("#palette-box .text-field");
                search.setText("check now @4k");
                search.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.ENTER, false, false, false, false));

                assertThat(fakes.health.checked).containsExactly(UHD);
                assertThat(context.active().id()).contains(HD);
                assertThat(context.dialogs().anyOpen()).isFalse();
            }
        });
    }

    @Test
    void tabTakesTheNextInstanceThatFits() {
        with((_, model) -> {
            model.type("check now @radarr");
            var first = model.target().get().orElseThrow().id();
            model.nextInstance(1);
            assertThat(model.target().get().orElseThrow().id()).isNotEqualTo(first);
            model.nextInstance(1);
            assertThat(model.target().get().orElseThrow().id()).isEqualTo(first);
        });
    }

    @Test
    void whatIsUsedMoreComesFirst() {
        with((context, model) -> {
            model.type("re");
            var second = model.entries().get(1);
            for (int i = 0; i < 20; i++) {
                model.used(second);
            }
            var next = new PaletteViewModel(context);
            next.type("re");
            assertThat(next.entries().getFirst().id()).isEqualTo(second.id());
            next.type("");
            assertThat(next.entries().getFirst().id()).isEqualTo(second.id());
        });
    }

    @Test
    void aPlaceOfThatNameStandsBeforeWhatOnlyHoldsIt() {
        with((window, model) -> {
            model.type("torrents");
            assertThat(model.entries().getFirst().title()).isEqualTo("Go to Torrents");
        });
    }

    @Test
    void whatGoesByNumbersStandsLastOfAllCommands() {
        with((_, model) -> {
            var commands = model.entries().stream()
                    .filter(entry -> entry.sort() == Sort.COMMAND)
                    .map(PaletteEntry::id)
                    .toList();
            assertThat(commands.subList(0, commands.size() - 18))
                    .noneMatch(id -> id.matches("action (page|pinned)\\.\\d"));
        });
    }

    @Test
    void theSignsAskForOneSort() {
        with((_, model) -> {
            model.type("@radarr down");
            assertThat(titles(model)).doesNotContain("Check now");
            model.type("@4k");
            assertThat(titles(model)).containsExactly("Radarr 4K");
            model.type("#med");
            assertThat(titles(model)).containsExactly("Media");
            assertThat(model.entries().getFirst().insert()).contains("@group:media");
            model.type("@group:media");
            assertThat(model.entries()).hasSize(9);
            model.type(":");
            assertThat(titles(model)).anySatisfy(title -> assertThat(title).contains("Radarr 4K"));
            model.type("?");
            assertThat(model.entries()).extracting(PaletteEntry::sort).contains(Sort.HELP);
            model.type(">set");
            assertThat(titles(model).getFirst()).isEqualTo("Go to Settings");
        });
    }

    @Test
    void regularWorkIsFoundRunAndItsNextTurnLeftOut() {
        with((context, model) -> {
            fakes.schedules.plan.set(List.of(new Schedules.Planned(
                    "hunt/" + UHD + "/missing",
                    "hunt",
                    "Run “Missing films” on Radarr 4K",
                    Optional.of(UHD),
                    Optional.of(FakeServices.NOW.plusSeconds(600)),
                    MissedTurns.LATEST,
                    false,
                    Optional.empty())));
            var title = context.words().workKind("hunt", "Run “Missing films” on Radarr 4K");
            model.type(":missing films");
            assertThat(titles(model))
                    .containsExactlyInAnyOrder(title, "Run now: " + title, "Skip the next run: " + title);
            assertThat(model.entries())
                    .allSatisfy(entry ->
                            assertThat(entry.target()).map(Instance::id).contains(UHD));
            List.copyOf(model.entries()).forEach(entry -> entry.run().run());
            assertThat(fakes.schedules.calls)
                    .containsExactlyInAnyOrder("run hunt/" + UHD + "/missing", "skip hunt/" + UHD + "/missing");
            assertThat(context.navigation().location().get()).isEqualTo(new Location.Program("schedules"));
        });
    }

    @Test
    void whatTheGuardForbidsIsShownWithTheReasonAndDoesNotRun() throws Exception {
        var hd = fakes.instances.find(HD).orElseThrow();
        fakes.instances.edit(
                HD,
                hd.configVersion(),
                hd.configuration().withGuard(Optional.of(GuardLevel.READ_ONLY)),
                Map.of(),
                Consent.none(Origin.WINDOW));
        with((context, model) -> {
            model.type("move to trash");
            var entry = model.entries().stream()
                    .filter(one -> one.id().equals("action instance.remove"))
                    .findFirst()
                    .orElseThrow();
            var remote = entry.askingGuards(ActionClass.REMOTE_REVERSIBLE);
            assertThat(model.forecast(remote).forbidden())
                    .hasValueSatisfying(why -> assertThat(why).contains("Radarr HD"));
            assertThat(model.forecast(entry).forbidden()).isEmpty();
        });
    }

    @Test
    void itemsOfFeaturesAreFoundAndOpened() {
        with((context, _) -> {
            context.actions()
                    .add((words, limit) -> List.of(
                            new FoundItem(UHD, "Tide and Timber", "Film, 2019", () -> ran.add(words + " " + limit))));
            var model = new PaletteViewModel(context);
            model.type("/tide");
            assertThat(titles(model)).containsExactly("Tide and Timber");
            model.chosenEntry().orElseThrow().run().run();
            assertThat(ran).containsExactly("tide 30");
        });
    }

    @Test
    void withoutAnInstanceACommandAsksForOne() {
        var empty = new FakeServices();
        FxToolkit.run(() -> {
            try (var window = Windows.open(empty, false)) {
                var model = new PaletteViewModel(window.context());
                model.type("check now");
                assertThat(model.chosenEntry().orElseThrow().insert()).contains("Check now @");
                window.context().navigation().go(new Location.Program("fleet"));
            }
        });
    }

    @Test
    void anActionAddedByAFeatureIsOfferedWithItsKeyAndReason() {
        with((context, _) -> {
            var check = context.actions().find("instance.check").orElseThrow();
            assertThat(check).isInstanceOf(Action.class);
            var model = new PaletteViewModel(context);
            model.type("check now");
            assertThat(model.entries().getFirst().key()).isEqualTo("F5");
            assertThat(model.entries().getFirst().target()).map(one -> one.id()).contains(HD);
        });
    }

    @Test
    void columnsAndViewsAreThoseOfTheTableInFront() {
        with((context, model) -> {
            context.navigation().goTo(HD, "overview");
            model.begin();
            model.type("save view");
            assertThat(model.entries().getFirst().id()).isEqualTo("action table.save-view");
            assertThat(model.forecast(model.entries().getFirst()).forbidden()).contains("This page shows no table.");

            context.navigation().go(Navigation.FLEET);
            Windows.settle(fakes);
            model.begin();
            model.type("columns");
            var columns = model.entries().getFirst();
            assertThat(columns.id()).isEqualTo("action table.columns");
            assertThat(model.forecast(columns).forbidden()).isEmpty();
            columns.run().run();
            assertThat(context.dialogs().anyOpen()).isTrue();
        });
    }

    @Test
    void everyScaleIsACommand() {
        with((context, model) -> {
            for (var scale : Appearance.SCALES) {
                model.type("scale " + scale);
                assertThat(model.entries().getFirst().id()).isEqualTo("action scale." + scale);
                model.entries().getFirst().run().run();
                assertThat(fakes.settings.get(Appearance.SCALE)).isEqualTo(scale);
            }
        });
    }

    /// Each by the word of its title, and by words that people bring along.
    @Test
    void aSingleSettingIsFoundInBothLanguagesAndItsRowHasTheKeyboard() {
        for (var typed : Map.of(
                        Locale.ENGLISH,
                        Map.of(
                                "interval", "setting-health-pause-local",
                                "streamer mode", "setting-privacy-streamer",
                                "retries", "setting-health-down-after",
                                "delimiter", "setting-table-delimiter",
                                "recovery phrase", "show-phrase"),
                        Locale.GERMAN,
                        Map.of(
                                "intervall", "setting-health-pause-local",
                                "versuche", "setting-health-down-after",
                                "streamer", "setting-privacy-streamer"))
                .entrySet()) {
            FxToolkit.run(() -> {
                try (var window = Windows.open(fakes, Themes.Choice.LIGHT, typed.getKey())) {
                    window.scene().getRoot().resize(1280, 700);
                    var model = new PaletteViewModel(window.context());
                    typed.getValue().forEach((words, control) -> {
                        model.begin();
                        model.type(words);
                        var place = model.entries().stream()
                                .limit(3)
                                .filter(entry -> entry.sort() == Sort.PLACE)
                                .findFirst()
                                .orElseThrow(() -> new AssertionError(words + ": " + titles(model)));
                        place.run().run();
                        Routes.settle(fakes, window);
                        assertThat(window.context().navigation().location().get())
                                .isEqualTo(new Location.Program("settings"));
                        assertThat(window.scene().getFocusOwner())
                                .as(words)
                                .isNotNull()
                                .extracting(Node::getId)
                                .isEqualTo(control);
                        assertSeen(window.scene(), place.title());
                    });
                    model.close();
                }
            });
        }
    }

    private static void assertSeen(Scene scene, String title) {
        var scroll = (ScrollPane) scene.lookup(".settings .scroll-pane");
        var label = scroll.lookupAll(".label").stream()
                .filter(node -> ((Label) node).getText().equals(title))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no row " + title));
        var seen = scroll.localToScene(scroll.getLayoutBounds());
        assertThat(seen.contains(label.localToScene(label.getLayoutBounds())))
                .as(title)
                .isTrue();
    }

    /// What stands there in other states of the secrets and of the instances.
    private static final Set<String> NOT_NOW = Set.of(
            "Recover the secrets",
            "Move the key to the key store",
            "Instances with certificates of their own",
            "Passphrase");

    /// Also those far down on a long page.
    @Test
    void everySettingIsFoundByItsTitleAndSeenThen() {
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, Themes.Choice.LIGHT, Locale.ENGLISH)) {
                window.scene().getRoot().resize(1000, 600);
                var model = new PaletteViewModel(window.context());
                var places = window.context().actions().places();
                assertThat(places).hasSizeGreaterThan(60).doesNotHaveDuplicates();
                for (var place : places) {
                    model.begin();
                    model.type(place.title());
                    assertThat(model.entries())
                            .as(place.title())
                            .extracting(PaletteEntry::id)
                            .contains("place " + place.id());
                    place.open().run();
                    Routes.settle(fakes, window);
                    if (!NOT_NOW.contains(place.title())) {
                        assertSeen(window.scene(), place.title());
                    }
                }
                model.close();
            }
        });
    }

    @Test
    void aCommandStandsBeforeTheSettingOfItsName() {
        with((_, model) -> {
            model.type("streamer mode");
            assertThat(model.entries().getFirst().sort()).isEqualTo(Sort.COMMAND);
            assertThat(model.entries()).extracting(PaletteEntry::sort).contains(Sort.PLACE);
        });
    }
}
