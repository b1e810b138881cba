package io.pilothouse.ui.library;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.library.EntityKey;
import io.pilothouse.domain.library.EntityType;
import io.pilothouse.domain.library.LibraryFilter;
import io.pilothouse.domain.library.LibraryQuery;
import io.pilothouse.domain.library.LibraryRow;
import io.pilothouse.domain.library.LibrarySort;
import io.pilothouse.tasks.library.Library;
import io.pilothouse.testing.LibraryRig;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Windows;
import io.pilothouse.ui.action.FoundItem;
import io.pilothouse.ui.shell.Location;
import io.pilothouse.ui.shell.ShellWindow;
import io.pilothouse.ui.table.BulkAct;
import io.pilothouse.ui.table.Chosen;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Labeled;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.ToggleButton;
import javafx.scene.image.ImageView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Pane;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryViewTest {

    @TempDir
    static Path folder;

    /// Read once: what a test does to it is nothing to the others.
    private static LibraryRig rig;

    private static Instance north;
    private static Instance south;

    private final FakeServices fakes = PictureFleet.make();

    @BeforeAll
    static void open() throws Exception {
        rig = new LibraryRig(folder);
        north = rig.add("North", "scenes", "150");
        south = rig.add("South", "scenes", "120");
        rig.full(north);
        rig.full(south);
    }

    @BeforeEach
    void use() {
        fakes.library = rig.library;
        PictureFleet.put(fakes, rig.library.servers());
    }

    @AfterAll
    static void close() {
        rig.close();
    }

    private LibraryViewModel model() {
        var model = new LibraryViewModel(fakes.services(Runnable::run), Optional.empty());
        model.watch();
        return model;
    }

    @Test
    void showsOneRowForEachThingAndReadsOn() {
        var model = model();
        var view = model.view().get();
        assertThat(view.rows()).hasSize(60);
        assertThat(view.total().orElseThrow().folded()).isPositive();
        for (int i = 0; i < 10; i++) {
            model.more();
        }
        assertThat(model.view().get().end()).isTrue();
        assertThat(model.view().get().rows())
                .hasSize((int) model.view().get().total().orElseThrow().shown())
                .extracting(LibraryRow::key)
                .doesNotHaveDuplicates();
        model.rest();
    }

    @Test
    void followsScopeFilterSortAndWords() {
        var model = model();
        model.leave(Set.of(south.id()));
        assertThat(model.view().get().rows()).allMatch(row -> row.key().instance() == north.num());
        assertThat(model.view().get().total().orElseThrow().shown()).isEqualTo(150);
        assertThat(model.leavesAll()).isFalse();
        model.leave(Set.of(south.id(), north.id()));
        assertThat(model.view().get().rows()).isEmpty();
        assertThat(model.leavesAll()).isTrue();
        model.leave(Set.of(south.id()));
        model.sort(LibrarySort.TITLE, false);
        model.add(new LibraryFilter.Organized(true));
        assertThat(model.view().get().rows()).isNotEmpty().allMatch(LibraryRow::organized);
        model.filter(List.of());
        var word = model.view().get().rows().getFirst().title().split(" ")[0];
        model.search(word);
        fakes.later.pass(Duration.ofSeconds(1));
        assertThat(model.view().get().query().text()).isEqualTo(word);
        assertThat(model.view().get().rows()).isNotEmpty();
        model.show(EntityType.PERFORMER);
        assertThat(model.view().get().rows()).allMatch(row -> row.key().type() == EntityType.PERFORMER);
        model.rest();
    }

    @Test
    void anotherListClosesTheDetailOfTheOneBefore() {
        var model = model();
        model.choose(model.view().get().rows().getFirst().key());
        assertThat(model.detail().get()).isPresent();

        model.show(EntityType.PERFORMER);

        assertThat(model.detail().get()).isEmpty();
        model.open(model.view().get().rows().getFirst().key());
        assertThat(model.detail().get()).isPresent();
        model.rest();
    }

    @Test
    void whatIsShownIsAsOldAsItsOldestReading() {
        var model = model();
        var both = model.view().get().servers().stream()
                .map(one -> one.readAt().orElseThrow())
                .sorted()
                .toList();
        assertThat(both).hasSize(2);
        assertThat(model.view().get().toldAt()).hasValue(both.getFirst());

        model.leave(Set.of(south.id(), north.id()));
        assertThat(model.view().get().toldAt()).isEmpty();
        model.rest();
    }

    @Test
    void aRatingThatIsFilteredByIsSaidInStars() {
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                var root = window.scene().getRoot();
                window.context().navigation().go(new Location.Program("library"));
                settle(window);
                ((MenuButton) root.lookup(".library-add"))
                        .getItems().stream()
                                .filter(item -> "At least ★★★★".equals(item.getText()))
                                .forEach(MenuItem::fire);
                settle(window);
                assertThat(((Labeled) root.lookup(".library-chip.active")).getText())
                        .isEqualTo("Rating at least ★★★★");
            }
        });
    }

    @Test
    void manyThingsAreRatedAndPutUpAsOrganisedAtOnce() {
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                var model = model();
                var rows = model.view().get().rows().subList(50, 53);
                var acts = new LibraryBulk(model, window.context()).acts(EntityType.SCENE);
                assertThat(acts)
                        .extracting(BulkAct::title)
                        .containsExactly("★★★★★", "★★★★", "★★★", "★★", "★", "Organised", "Not organised");

                acts.getFirst().run().accept(new Chosen.Rows<>(rows));
                settle(window);

                assertThat(says(window.scene().getRoot(), "3 things have ★★★★★ now."))
                        .isTrue();
                var keys = rows.stream().map(LibraryRow::key).toList();
                assertThat(rig.library.rows(EntityType.SCENE, rig.library.shown(List.of()), keys))
                        .hasSize(3)
                        .allMatch(row -> row.rating() == 100);
                assertThat(new LibraryBulk(model, window.context()).acts(EntityType.MARKER))
                        .isEmpty();
                model.rest();
            }
        });
    }

    @Test
    void whatWasNotedAsWatchedCanBeTakenBack() {
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                int before = rig.personal.events().size();
                var row = rig.library
                        .page(LibraryQuery.all(EntityType.SCENE, rig.library.shown(List.of(south.id()))))
                        .getFirst();
                find(window, row).open().run();
                settle(window);

                press(window.scene().getRoot(), "Watched");
                settle(window);
                assertThat(rig.personal.events()).hasSize(before + 1);

                press(window.scene().getRoot(), "Undo");
                settle(window);
                assertThat(rig.personal.events()).hasSize(before);
            }
        });
    }

    @Test
    void aChangeInTheLibraryIsShownWithoutBeingAsked() throws Exception {
        var model = model();
        var key = model.view().get().rows().getFirst().key();
        rig.library.rate(key, java.util.OptionalInt.of(20));
        assertThat(model.view().get().rows().getFirst().rating()).isEqualTo(20);
        model.rest();
        rig.library.rate(key, java.util.OptionalInt.of(100));
        assertThat(model.view().get().rows().getFirst().rating()).isEqualTo(20);
    }

    @Test
    void whatIsMissingIsCountedAndCanBeShown() {
        var model = model();
        model.show(LibraryViewModel.Part.MISSING);
        var missing = model.view().get().missing();
        long undated = missing.get(LibraryFilter.Part.DATE).shown();
        assertThat(undated).isPositive();
        model.filter(List.of(new LibraryFilter.Missing(LibraryFilter.Part.DATE)));
        assertThat(model.view().get().rows())
                .hasSize((int) undated)
                .allMatch(row -> row.date().isEmpty());
        assertThat(model.view().get().part()).isEqualTo(LibraryViewModel.Part.THINGS);
        model.show(EntityType.TAG);
        model.show(LibraryViewModel.Part.MISSING);
        assertThat(model.view().get().missing())
                .as("a tag has neither a date nor performers")
                .containsOnlyKeys(LibraryFilter.Part.EXTERNAL_ID, LibraryFilter.Part.PICTURE);
        model.rest();
    }

    @Test
    void whatIsNamedOnADetailLeadsToItsScenesOnAllServers() {
        var model = model();
        var person = java.util.stream.Stream.of(EntityType.PERFORMER, EntityType.TAG, EntityType.STUDIO)
                .flatMap(type -> rig
                        .library
                        .page(io.pilothouse.domain.library.LibraryQuery.all(type, rig.library.shown(List.of())))
                        .stream())
                .filter(row -> row.copies().size() == 2)
                .findFirst()
                .orElseGet(() -> rig.library
                        .page(io.pilothouse.domain.library.LibraryQuery.all(
                                EntityType.PERFORMER, rig.library.shown(List.of())))
                        .getFirst());
        model.narrow(person.key());
        var linked = (LibraryFilter.Linked) model.view().get().query().filters().getFirst();
        assertThat(linked.things().getFirst()).containsExactlyInAnyOrderElementsOf(person.copies());
        assertThat(model.title(person.key())).hasValue(person.title());
        model.rest();
    }

    @Test
    void itIsPlayedFromAServerThatAnswers() throws Exception {
        var model = model();
        var folded = model.view().get().rows().stream()
                .filter(row -> row.copies().size() == 2)
                .findFirst()
                .orElseThrow();
        var detail = rig.library.detail(folded.key(), rig.library.shown(List.of()));
        assertThat(model.playable(detail)).isEqualTo(folded.key());

        down(model.server(folded.key()).orElseThrow());
        assertThat(model.playable(detail)).isEqualTo(folded.copies().getLast());

        down(north, south);
        assertThat(model.playable(detail)).as("it is tried all the same").isEqualTo(folded.key());
        model.rest();
    }

    private void down(Instance... servers) {
        var silent = PictureFleet.make().health.states.get().values().stream()
                .filter(health -> health.state() == ShownState.DOWN)
                .findFirst()
                .orElseThrow();
        fakes.health.states.set(Stream.of(servers).collect(Collectors.toMap(Instance::id, _ -> silent)));
    }

    @Test
    void theHeaderSaysWhichServersAreShownAndTakesThemOutAndIn() {
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                var root = window.scene().getRoot();
                window.context().navigation().go(new Location.Program("library"));
                Windows.settle(fakes);
                settle(window);
                assertThat(says(root, "Scope: 2 of 2 Stash servers")).isTrue();
                assertThat(root.lookupAll(".scope-chip")).hasSize(2);
                assertThat(root.lookupAll(".band-part")).hasSize(2);
                assertThat(root.lookupAll(".library-tile")).isNotEmpty();

                takeOut(window, "Leave South out");
                assertThat(says(root, "Scope: 1 of 2 Stash servers")).isTrue();
                assertThat(says(root, "150")).isTrue();
                assertThat(root.lookupAll(".library-tile").stream()
                                .flatMap(tile -> ((Tile) tile).row().stream())
                                .toList())
                        .isNotEmpty()
                        .allMatch(row -> row.key().instance() == north.num());

                takeOut(window, "Leave North out");
                assertThat(root.lookupAll(".scope-chip")).isEmpty();
                assertThat(says(root, "No instance chosen.")).isTrue();
                press(root, "Take all in");
                settle(window);
                assertThat(root.lookupAll(".scope-chip")).hasSize(2);
                assertThat(says(root, "No instance chosen.")).isFalse();
            }
        });
    }

    @Test
    void onlyWhatThingsOfATypeCanHaveIsOfferedToFilterAndStandsInColumns() {
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                var root = window.scene().getRoot();
                window.context().navigation().go(new Location.Program("library"));
                settle(window);
                root.lookupAll(".toggle-button").stream()
                        .filter(node -> "Table".equals(node.getAccessibleText()))
                        .forEach(node -> ((ToggleButton) node).setSelected(true));
                settle(window);
                assertThat(offered(root)).contains("Organised", "Height at least 1080", "Not rated", "Without a date");
                assertThat(columns(root)).contains("Studio", "Date", "Length", "Picture", "Size", "Rating");

                tab(window, "Tags");
                assertThat(offered(root))
                        .contains("Favourites", "On several servers", "Without a picture")
                        .noneMatch(words -> words.startsWith("Height") || words.startsWith("Organised"))
                        .doesNotContain("Not rated", "Without a date", "Without performers", "Without tags");
                assertThat(columns(root))
                        .contains("Title", "On", "Added")
                        .doesNotContain("Studio", "Date", "Length", "Picture", "Size");

                tab(window, "Markers");
                assertThat(offered(root))
                        .noneMatch(words -> words.startsWith("At least") || words.startsWith("Without"));
                assertThat(columns(root)).contains("Scene").doesNotContain("Rating", "Date");

                tab(window, "Performers");
                assertThat(offered(root))
                        .contains("Without tags", "Not rated")
                        .doesNotContain("Without a studio", "Without a date", "Organised");
            }
        });
    }

    private static List<String> offered(Node root) {
        return ((MenuButton) root.lookup(".library-add"))
                .getItems().stream()
                        .map(MenuItem::getText)
                        .filter(java.util.Objects::nonNull)
                        .toList();
    }

    private static List<String> columns(Node root) {
        return ((TableView<?>) root.lookup(".table-view"))
                .getColumns().stream().map(TableColumn::getText).toList();
    }

    private void tab(ShellWindow window, String words) {
        window.scene().getRoot().lookupAll(".view-tab").stream()
                .filter(node -> words.equals(((ButtonBase) node).getText()))
                .forEach(node -> ((ButtonBase) node).fire());
        settle(window);
    }

    @Test
    void theTabOfOneServerHasNoScope() {
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                window.context().navigation().goTo(south.id(), "library");
                settle(window);
                assertThat(window.scene().getRoot().lookupAll(".scope-chip")).isEmpty();
                assertThat(window.scene().getRoot().lookupAll(".library-tile")).isNotEmpty();
            }
        });
    }

    @Test
    void whatTheSearchFindsIsOpenedInTheLibraryOfItsServer() {
        var wanted = rig.library
                .page(LibraryQuery.all(EntityType.PERFORMER, rig.library.shown(List.of(south.id()))))
                .getFirst();
        var other = rig.library
                .page(LibraryQuery.all(EntityType.SCENE, rig.library.shown(List.of(south.id()))))
                .getFirst();
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                find(window, wanted).open().run();
                settle(window);
                assertThat(window.context().navigation().location().get())
                        .isEqualTo(new Location.OfInstance(south.id(), "library"));
                assertThat(says(detail(window), wanted.title())).isTrue();

                find(window, other).open().run(); // while it is shown
                settle(window);
                assertThat(says(detail(window), other.title())).isTrue();
            }
        });
    }

    @Test
    void aMarkerIsShownAsItsSceneOrItsOwnPictureAndLeadsToTheScene() {
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                find(
                                window,
                                rig.library
                                        .page(LibraryQuery.all(
                                                EntityType.SCENE, rig.library.shown(List.of(south.id()))))
                                        .getFirst())
                        .open()
                        .run();
                settle(window);
                tab(window, "Markers");
                var tile = window.scene()
                        .getRoot()
                        .lookupAll(".library-tile")
                        .iterator()
                        .next();
                var marker = ((Tile) tile).row().orElseThrow();
                tile.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.SPACE, false, false, false, false));
                settle(window);
                assertThat(says(detail(window), "Your rating")).isFalse();
                assertThat(says(detail(window), "Watched")).isFalse();
                assertThat(((ImageView) detail(window).lookup(".image-view")).getImage())
                        .isNotNull();

                press(detail(window), marker.under());
                settle(window);

                assertThat(says(detail(window), marker.under())).isTrue();
                assertThat(says(detail(window), "Your rating")).isTrue();
            }
        });
    }

    @Test
    void aThingThatIsGoneIsSaidAndNoOtherStandsInItsPlace() {
        var one = rig.library
                .page(LibraryQuery.all(EntityType.SCENE, rig.library.shown(List.of(south.id()))))
                .getFirst()
                .key();
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                var model = new LibraryViewModel(window.context().services(), Optional.empty());
                model.choose(one);
                settle(window);
                assertThat(model.detail().get()).isPresent();

                model.choose(new EntityKey(one.instance(), one.type(), 999_999));
                settle(window);
                assertThat(model.unshown().get()).isPresent();
                assertThat(model.detail().get()).isEmpty();
            }
        });
    }

    private static FoundItem find(ShellWindow window, LibraryRow row) {
        return window.context().actions().itemSearches().stream()
                .flatMap(search -> {
                    try {
                        return search.find(row.title(), 100).stream();
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                })
                .filter(item ->
                        item.instance().equals(south.id()) && item.title().equals(row.title()))
                .findFirst()
                .orElseThrow();
    }

    private static Node detail(ShellWindow window) {
        return window.scene().getRoot().lookup(".library-detail");
    }

    @Test
    void aPictureOfAServerThatWasSilentComesWhenItAnswersAgain() {
        var silent = new AtomicBoolean(true);
        fakes.library = (Library) Proxy.newProxyInstance(
                Library.class.getClassLoader(),
                new Class<?>[] {Library.class},
                (_, method, given) -> method.getName().equals("picture") && silent.get()
                        ? Optional.empty()
                        : method.invoke(rig.library, given));
        var row = rig.library.page(LibraryQuery.all(EntityType.SCENE, rig.library.shown(List.of()))).stream()
                .filter(LibraryRow::picture)
                .findFirst()
                .orElseThrow();
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                down(north, south);
                window.context().navigation().go(new Location.Program("library"));
                settle(window);
                assertThat(picture(window, row).getImage()).isNull();

                silent.set(false);
                down();
                settle(window);
                assertThat(picture(window, row).getImage()).isNotNull();
            }
        });
    }

    @Test
    void whatIsNoPictureIsShownAsNoneAndTheNextCopysStandsInItsPlace() {
        var row = rig.library.page(LibraryQuery.all(EntityType.SCENE, rig.library.shown(List.of()))).stream()
                .filter(it -> it.picture() && it.copies().size() == 2)
                .findFirst()
                .orElseThrow();
        var broken = new java.util.HashSet<>(row.copies());
        fakes.library = (Library) Proxy.newProxyInstance(
                Library.class.getClassLoader(),
                new Class<?>[] {Library.class},
                (_, method, given) -> method.getName().equals("picture") && broken.contains(given[0])
                        ? Optional.of("<html>not found</html>".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        : method.invoke(rig.library, given));
        for (boolean all : List.of(true, false)) {
            FxToolkit.run(() -> {
                try (var window = Windows.open(fakes, false)) {
                    window.context().navigation().go(new Location.Program("library"));
                    settle(window);
                    assertThat(picture(window, row).getImage() == null).isEqualTo(all);
                }
            });
            broken.remove(row.copies().getLast());
        }
    }

    private static ImageView picture(ShellWindow window, LibraryRow row) {
        return window.scene().getRoot().lookupAll(".library-tile").stream()
                .filter(tile -> ((Tile) tile)
                        .row()
                        .filter(it -> it.key().equals(row.key()))
                        .isPresent())
                .flatMap(tile -> tile.lookupAll(".image-view").stream())
                .map(ImageView.class::cast)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void twoThingsAreSaidToBeTheSameByHand() throws Exception {
        var lone =
                rig
                        .library
                        .page(LibraryQuery.all(EntityType.SCENE, rig.library.shown(List.of()))
                                .limit(500))
                        .stream()
                        .filter(row -> row.copies().size() == 1)
                        .collect(Collectors.groupingBy(row -> row.key().instance()));
        var one = lone.get(north.num()).getFirst().key();
        var title = lone.get(north.num()).getFirst().title();
        var other = lone.get(south.num()).getFirst().key();
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                var model = model();
                var detail = new DetailPane(
                        model,
                        window.context(),
                        new Tile.Look(
                                model,
                                new Thumbnails(window.context().services()),
                                new RowWords(window.context().words()),
                                new SimpleBooleanProperty(true)),
                        _ -> {});
                model.detail().subscribe(found -> found.ifPresent(detail::show));

                model.choose(one);
                settle(window);
                press(detail, "Same as another…");
                assertThat(says(detail, "Open the other one")).isTrue();
                model.choose(other);
                settle(window);
                press(detail, "The same as “" + title + "”");
                settle(window);

                assertThat(model.half().get()).isEmpty();
                assertThat(model.detail().get().orElseThrow().copies()).hasSize(2);
                assertThat(says(detail, "Open the other one")).isFalse();
                model.rest();
            }
        });
        rig.library.undo(rig.library.rules(1).getFirst().number());
        assertThat(rig.library.detail(one, rig.library.shown(List.of())).copies())
                .hasSize(1);
    }

    @Test
    void whatIsAlikeIsListedForEachType() {
        var model = model();
        model.show(LibraryViewModel.Part.DUPLICATES);
        assertThat(model.likeness().get().folded()).isNotEmpty().allMatch(group -> group.type() == EntityType.SCENE);

        model.compare(EntityType.IMAGE);

        assertThat(model.view().get().part()).isEqualTo(LibraryViewModel.Part.DUPLICATES);
        assertThat(model.likeness().get().folded()).isNotEmpty().allMatch(group -> group.type() == EntityType.IMAGE);
        model.rest();
    }

    /// A menu that is open, and the focus, stay where they are.
    @Test
    void whatDidNotChangeIsNotDrawnAnew() {
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                var model = model();
                model.show(LibraryViewModel.Part.SERVERS);
                var servers = new ServersPane(model, window.context());
                servers.show(model.view().get());
                var cards = List.copyOf(((Pane) servers.getContent()).getChildren());
                assertThat(cards).hasSizeGreaterThan(2);

                model.refresh();
                servers.show(model.view().get());
                assertThat(((Pane) servers.getContent()).getChildren()).isEqualTo(cards);

                rig.library.writeBack(north.id(), "manual");
                servers.show(model.view().get());
                assertThat(((Pane) servers.getContent()).getChildren())
                        .hasSameSizeAs(cards)
                        .doesNotContain(cards.getFirst())
                        .contains(cards.get(1));
                rig.library.writeBack(north.id(), "off");
                model.rest();
            } catch (io.pilothouse.domain.ProblemException e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void theTableShowsWhatChangedMeanwhile() throws Exception {
        var key = rig.library
                .page(LibraryQuery.all(EntityType.SCENE, rig.library.shown(List.of())))
                .getFirst()
                .key();
        rig.library.rate(key, java.util.OptionalInt.empty());
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                var root = window.scene().getRoot();
                window.context().navigation().go(new Location.Program("library"));
                settle(window);
                root.lookupAll(".toggle-button").stream()
                        .filter(node -> "Table".equals(node.getAccessibleText()))
                        .forEach(node -> ((ToggleButton) node).setSelected(true));
                settle(window);
                var table = root.lookup(".row-table");
                assertThat(table).isNotNull();
                long before = stars(table);

                rig.library.rate(key, java.util.OptionalInt.of(100));
                settle(window);

                assertThat(root.lookup(".row-table"))
                        .as("the same table, where it was")
                        .isSameAs(table);
                assertThat(stars(table)).isGreaterThan(before);
            } catch (io.pilothouse.domain.ProblemException e) {
                throw new AssertionError(e);
            }
        });
    }

    private static long stars(Node table) {
        return table.lookupAll(".table-cell").stream()
                .filter(node ->
                        node instanceof Labeled cell && RowWords.stars(100).equals(cell.getText()))
                .count();
    }

    private void settle(ShellWindow window) {
        for (int i = 0; i < 2; i++) {
            Windows.settle(fakes);
            window.scene().getRoot().applyCss();
            window.scene().getRoot().layout();
        }
    }

    private void takeOut(ShellWindow window, String spoken) {
        window.scene().getRoot().lookupAll(".chip-out").stream()
                .filter(node -> spoken.equals(node.getAccessibleText()))
                .forEach(node -> ((ButtonBase) node).fire());
        settle(window);
    }

    private static boolean says(Node root, String words) {
        return root.lookupAll(".label").stream()
                .anyMatch(node -> node instanceof Labeled label
                        && label.getText() != null
                        && label.getText().contains(words));
    }

    private static void press(Node root, String words) {
        root.lookupAll(".button").stream()
                .filter(node -> node instanceof ButtonBase button && words.equals(button.getText()))
                .forEach(node -> ((ButtonBase) node).fire());
    }

    @Test
    void theWindowShowsTilesBlurredUntilAPersonWantsThem() {
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                window.context().navigation().go(new Location.Program("library"));
                Windows.settle(fakes);
                window.scene().getRoot().applyCss();
                window.scene().getRoot().layout();
                window.scene().getRoot().layout();
                var tiles = window.scene().getRoot().lookupAll(".library-tile");
                assertThat(tiles).isNotEmpty();
                var picture = (ImageView) window.scene().getRoot().lookup(".library-picture > ImageView");
                assertThat(picture.getImage().getWidth()).isEqualTo(32);
                window.context().actions().run("library.blur", Optional.empty());
                assertThat(picture.getImage().getWidth()).isEqualTo(320);
                assertThat(rig.service("North").requests())
                        .anyMatch(request -> request.path().endsWith("/screenshot"));
                var tile = (Tile) tiles.iterator().next();
                tile.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.SPACE, false, false, false, false));
                assertThat(window.scene().getRoot().lookup(".library-detail").isVisible())
                        .isTrue();
            }
        });
    }
}
