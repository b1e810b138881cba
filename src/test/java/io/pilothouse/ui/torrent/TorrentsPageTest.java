package io.pilothouse.ui.torrent;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.torrent.Ownership;
import io.pilothouse.domain.torrent.RuleKey;
import io.pilothouse.domain.torrent.RuleSet;
import io.pilothouse.domain.torrent.TorrentFile;
import io.pilothouse.domain.torrent.TorrentKey;
import io.pilothouse.domain.torrent.TorrentOrder;
import io.pilothouse.domain.torrent.TorrentRule;
import io.pilothouse.domain.torrent.TorrentState;
import io.pilothouse.tasks.torrent.RulesRun;
import io.pilothouse.tasks.torrent.TorrentFleet;
import io.pilothouse.tasks.torrent.TorrentSide;
import io.pilothouse.tasks.torrent.TorrentTrace;
import io.pilothouse.tasks.torrent.Tracing;
import io.pilothouse.testing.TestTorrents;
import io.pilothouse.testing.TurningClock;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Windows;
import io.pilothouse.ui.action.FoundItem;
import io.pilothouse.ui.action.ItemSearch;
import io.pilothouse.ui.common.Appearance;
import io.pilothouse.ui.common.Themes;
import io.pilothouse.ui.shell.Location;
import io.pilothouse.ui.shell.ShellWindow;
import io.pilothouse.ui.table.RowTable;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Labeled;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.junit.jupiter.api.Test;

/// The page of torrents and the page of rules in a whole window.
class TorrentsPageTest {

    private final TurningClock clock = new TurningClock(TorrentScenes.NOW);
    private final FakeServices fakes = TorrentScenes.services(PictureFleet.make(new FakeServices(clock)), 20);

    private void inWindow(Consumer<ShellWindow> test) {
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                window.scene().getRoot().applyCss();
                test.accept(window);
            }
        });
    }

    private void settle(ShellWindow window) {
        for (int i = 0; i < 3; i++) {
            Windows.settle(fakes);
            window.scene().getRoot().applyCss();
            window.scene().getRoot().layout();
        }
    }

    private void openTorrents(ShellWindow window) {
        window.context().navigation().go(new Location.Program("torrents"));
        settle(window);
    }

    private static TableView<?> table(ShellWindow window) {
        return (TableView<?>) window.scene().getRoot().lookup("#table-rows");
    }

    private static Node find(Node node, Predicate<Node> which) {
        if (which.test(node)) {
            return node;
        }
        if (node instanceof Parent parent) {
            for (var child : parent.getChildrenUnmodifiable()) {
                var found = find(child, which);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    private static boolean says(Node root, String words) {
        return find(
                        root,
                        node -> node instanceof Labeled label
                                && label.getText() != null
                                && label.getText().contains(words))
                != null;
    }

    private static void press(ShellWindow window, String words) {
        var button = (ButtonBase) find(
                window.scene().getRoot(),
                node -> node instanceof ButtonBase it && words.equals(it.getText()) && it.isVisible());
        assertThat(button).as(words).isNotNull();
        button.fire();
    }

    @Test
    void allTorrentsAreThereWithTabsMatrixAndTheClientThatIsDown() {
        inWindow(window -> {
            openTorrents(window);
            var root = window.scene().getRoot();
            assertThat(table(window).getItems()).hasSize(35);
            assertThat(says(root, "refuses the password")).isTrue();
            assertThat(says(root, "Create")).isTrue();
            assertThat(says(root, "≥ 35")).isTrue();
            assertThat(says(root, "41 MB/s")).isTrue();
        });
    }

    @Test
    void theStatusBarSaysHowOldTheTorrentsAreNotTheLatestCheck() {
        inWindow(window -> {
            var age = (Labeled) window.scene().getRoot().lookup("#age");
            assertThat(age.getText()).isEqualTo("Data 10 s old");

            openTorrents(window);
            assertThat(age.getText()).isEqualTo("Data 0 s old"); // of the client that answers
            window.context().navigation().goTo(PictureFleet.id("Q2"), "torrents");
            settle(window);
            assertThat(age.getText()).isEqualTo("Shown data is 2 h old");
            window.context().navigation().go(new Location.Program("fleet"));
            assertThat(age.getText()).isEqualTo("Data 10 s old");
        });
    }

    @Test
    void whereIsWhatIsOfTheClientsInScope() {
        inWindow(window -> {
            openTorrents(window);
            var root = window.scene().getRoot();
            var matrix = root.lookup("#torrent-matrix-grid");
            assertThat(says(matrix, "Seedbox")).isTrue();
            assertThat(says(root, "refuses the password")).isTrue();
            assertThat(says(root, "Scope: 2 of 2 qBittorrents")).isTrue();

            takeOut(window, "Seedbox");
            assertThat(says(matrix, "Seedbox")).isFalse();
            assertThat(says(matrix, "Home qBit")).isTrue();
            assertThat(says(matrix, "≥")).isFalse();
            assertThat(says(matrix, String.valueOf(table(window).getItems().size())))
                    .isTrue();
            assertThat(says(root, "refuses the password")).isFalse();
            assertThat(says(root, "41 MB/s")).isTrue();

            takeOut(window, "Home qBit");
            assertThat(says(matrix, "Home qBit")).isFalse();
            assertThat(says(root, "41 MB/s")).isFalse();
            assertThat(table(window).getItems()).isEmpty();
        });
    }

    private void takeOut(ShellWindow window, String client) {
        var out = (ButtonBase)
                find(window.scene().getRoot(), node -> ("Leave " + client + " out").equals(node.getAccessibleText()));
        assertThat(out).as(client).isNotNull();
        out.fire();
        settle(window);
    }

    @Test
    void inALowWindowThePageScrollsAndTheTableKeepsSomeLines() {
        fakes.settings.set(Appearance.SCALE, 200);
        inWindow(window -> {
            window.scene().getRoot().resize(1440, 900);
            openTorrents(window);
            assertThat(table(window).getHeight())
                    .isGreaterThan(4 * table(window).getFixedCellSize());
        });
    }

    @Test
    void inALowWindowTheActsForWhatIsChosenAreInSight() {
        fakes.settings.set(Appearance.SCALE, 200);
        inWindow(window -> {
            var root = window.scene().getRoot();
            root.resize(1440, 900);
            openTorrents(window);
            var matrix = (ToggleButton) root.lookup("#torrent-matrix");
            assertThat(matrix.isSelected()).as("gives its room").isFalse();
            Event.fireEvent(
                    table(window), new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.A, false, true, false, false));
            settle(window);
            var bar = root.lookup("#table-bulk");
            assertThat(bar.isVisible()).isTrue();
            assertThat(bar.localToScene(bar.getLayoutBounds()).getMaxY()).isLessThan(900);

            matrix.fire();
            settle(window);
            assertThat(root.lookup("#torrent-matrix-grid").getParent()).isNotNull();
            assertThat(matrix.isSelected()).as("who wants it gets it").isTrue();
        });
    }

    private void fleetWithASubCategoryAndATorrentOnTwoClients() {
        var fleet = TorrentScenes.fleet(20);
        var sides = new TreeMap<>(fleet.sides());
        for (var client : List.of(TorrentScenes.HOME, TorrentScenes.BOX)) {
            var it = TestTorrents.of(client, 777);
            it.name = "Twice.Told.Tales";
            it.category = "tv/kids";
            it.state = client.equals(TorrentScenes.HOME) ? TorrentState.DOWNLOADING : TorrentState.ERROR;
            var torrents = new HashMap<>(sides.get(client).torrents());
            torrents.put(it.make().key().hash(), it.make());
            var side = sides.get(client);
            sides.put(
                    client,
                    new TorrentSide(
                            client,
                            side.state(),
                            torrents,
                            side.snapshot(),
                            side.problem(),
                            side.seenAt(),
                            side.upSince(),
                            side.failures()));
        }
        fakes.torrents.fleet.set(new TorrentFleet(sides, fleet.ownership()));
    }

    @Test
    void subCategoriesFoldInTheMatrix() {
        fleetWithASubCategoryAndATorrentOnTwoClients();
        inWindow(window -> {
            openTorrents(window);
            var root = window.scene().getRoot();
            var matrix = root.lookup("#torrent-matrix-grid");
            assertThat(says(matrix, "tv/kids")).isFalse();

            ((Hyperlink) matrix.lookup(".torrent-fold")).fire();
            settle(window);
            assertThat(says(matrix, "tv/kids")).isTrue();

            ((Hyperlink) matrix.lookup(".torrent-fold")).fire();
            settle(window);
            assertThat(says(matrix, "tv/kids")).isFalse();
            var cell = (Hyperlink) find(
                    matrix,
                    node -> node instanceof Hyperlink it
                            && it.getAccessibleText() != null
                            && it.getAccessibleText().contains("torrents of tv on Home qBit"));
            cell.fire();
            settle(window);
            assertThat(table(window).getItems()).hasSize(Integer.parseInt(cell.getText()));
            assertThat(says(root, "Twice.Told.Tales")).isTrue();
        });
    }

    @Test
    void whatIsOnSeveralClientsStandsWithItsStateOnEach() {
        fleetWithASubCategoryAndATorrentOnTwoClients();
        inWindow(window -> {
            openTorrents(window);
            var root = window.scene().getRoot();
            ((Hyperlink) root.lookup("#torrent-several")).fire();
            settle(window);
            var table = root.lookup("#torrent-several-table");
            assertThat(says(table, "Twice.Told.Tales")).isTrue();
            assertThat(says(table, "Home qBit: Downloading")).isTrue();
            assertThat(says(table, "Seedbox: Error")).isTrue();
            assertThat(says(root, "1 torrent is on more than one client")).isTrue();
            assertThat(says(root, "It may have some of them")).isTrue(); // Seedbox is not seen
        });
    }

    @Test
    void whatIsOnSeveralClientsIsOfTheClientsInScope() {
        fleetWithASubCategoryAndATorrentOnTwoClients();
        inWindow(window -> {
            openTorrents(window);
            takeOut(window, "Seedbox");
            ((Hyperlink) window.scene().getRoot().lookup("#torrent-several")).fire();
            settle(window);
            assertThat(window.scene().getRoot().lookup("#torrent-several-table"))
                    .isNull();
            assertThat(says(window.scene().getRoot(), "It may have some of them"))
                    .isFalse();
        });
    }

    @Test
    void figuresOfTheMatrixChangeWhereTheyStand() {
        inWindow(window -> {
            openTorrents(window);
            var matrix = window.scene().getRoot().lookup("#torrent-matrix-grid");
            var cells = List.copyOf(((Parent) matrix).getChildrenUnmodifiable());
            assertThat(says(matrix, "35")).isTrue();
            assertThat(says(matrix, "uncategorised")).isTrue();

            fakes.torrents.fleet.set(TorrentScenes.fleet(50));
            settle(window);

            assertThat(((Parent) matrix).getChildrenUnmodifiable()).isEqualTo(cells);
            assertThat(says(matrix, "65")).isTrue();
        });
    }

    @Test
    void clientsWithoutTorrentsEndTheLoading() {
        fakes.torrents.fleet.set(new TorrentFleet(Collections.emptySortedMap(), Ownership.NONE));
        inWindow(window -> {
            openTorrents(window);
            assertThat(says(window.scene().getRoot(), "as soon as a torrent client has answered"))
                    .isTrue();
        });
    }

    @Test
    void aTabShowsOnlyItsTorrentsAndFollowsThem() {
        inWindow(window -> {
            openTorrents(window);
            press(window, "Stalled");
            settle(window);
            assertThat(table(window).getItems()).hasSize(2);
            press(window, "All");
            settle(window);
            assertThat(table(window).getItems()).hasSize(35);
        });
    }

    @Test
    void whatChangesIsChangedAndWhatGoesGoes() {
        inWindow(window -> {
            openTorrents(window);
            fakes.torrents.fleet.set(TorrentScenes.fleet(5));
            settle(window);
            assertThat(table(window).getItems()).hasSize(20);
            fakes.torrents.fleet.set(TorrentScenes.fleet(50));
            settle(window);
            assertThat(table(window).getItems()).hasSize(65);
        });
    }

    @Test
    void theRowsOfOneClientAreItsOwn() {
        inWindow(window -> {
            window.context().navigation().goTo(TorrentScenes.HOME, "torrents");
            settle(window);
            assertThat(table(window).getItems())
                    .isNotEmpty()
                    .allMatch(row -> ((TorrentRow) row).key().instance().equals(TorrentScenes.HOME));
        });
    }

    @Test
    void closingAPageStopsTheFasterLooks() {
        inWindow(window -> {
            openTorrents(window);
            assertThat(fakes.torrents.watchers).isEqualTo(1);
            window.context().navigation().go(new Location.Program("fleet"));
            assertThat(fakes.torrents.watchers).isZero();
        });
    }

    @Test
    void anOrderNamesItsTorrentsAndIsAboutTheRowsThatWereChosen() {
        inWindow(window -> {
            openTorrents(window);
            var row = (TorrentRow) table(window).getItems().stream()
                    .filter(it -> ((TorrentRow) it).key().instance().equals(TorrentScenes.HOME))
                    .findFirst()
                    .orElseThrow();
            new TorrentActs(window.context()).order(new TorrentOrder.Pause(), java.util.List.of(row));
            settle(window);
            assertThat(fakes.torrents.ordered)
                    .singleElement()
                    .satisfies(it -> assertThat(it.torrents()).containsExactly(row.key()));
        });
    }

    /// A client that vanishes in the middle of a bulk act: the answer says of each client what was done there.
    @Test
    void whatWasDoneOnEachClientIsSaidWhereOneVanishes() {
        inWindow(window -> {
            openTorrents(window);
            var rows =
                    table(window).getItems().stream().map(it -> (TorrentRow) it).toList();
            var home = rows.stream()
                    .filter(it -> it.key().instance().equals(TorrentScenes.HOME))
                    .limit(2);
            var other = rows.stream()
                    .filter(it -> !it.key().instance().equals(TorrentScenes.HOME))
                    .findFirst()
                    .orElseThrow();
            fakes.torrents.vanished = Optional.of(other.key().instance());
            new TorrentActs(window.context())
                    .order(
                            new TorrentOrder.Recheck(),
                            Stream.concat(home, Stream.of(other)).toList());
            settle(window);
            ((Button) window.scene().getRoot().lookup("#guard-go")).fire();
            settle(window);
            assertThat(window.context().toasts().lookupAll(".label").stream().map(it -> ((Labeled) it).getText()))
                    .contains(
                            "Recheck: 2 of 3 done. Home qBit: 2 of 2, " + other.on() + ": 0 of 1. It did not answer.");
        });
    }

    @Test
    void aPreviewOfAClientThatDoesNotAnswerSaysNothingOfItsTorrents() {
        fakes.torrents.vanished = Optional.of(TorrentScenes.HOME);
        inWindow(window -> {
            window.context().navigation().goTo(TorrentScenes.HOME, "rules");
            settle(window);
            var root = window.scene().getRoot();
            ((Button) root.lookup("#rules-preview")).fire();
            settle(window);
            assertThat(says(root, "No torrent was looked at.")).isTrue();
            assertThat(says(root, "It did not answer.")).isTrue();
            assertThat(says(root, "No rule has to do")).isFalse();
            assertThat(says(root, "of 1 torrent")).isFalse();
        });
    }

    @Test
    void aLinkThatIsNoneIsSaidBeforeAnythingIsSent() {
        inWindow(window -> {
            openTorrents(window);
            ((Button) window.scene().getRoot().lookup("#torrent-add")).fire();
            settle(window);
            ((TextArea) window.scene().getRoot().lookup("#torrent-add-links")).setText("file:///etc/passwd");
            ((Button) window.scene().getRoot().lookup("#torrent-add-go")).fire();
            settle(window);
            assertThat(fakes.torrents.added).isEmpty();
            assertThat(says(window.scene().getRoot(), "neither a magnet link")).isTrue();

            ((TextArea) window.scene().getRoot().lookup("#torrent-add-links")).setText("magnet:?xt=urn:btih:short");
            ((Button) window.scene().getRoot().lookup("#torrent-add-go")).fire();
            settle(window);
            assertThat(fakes.torrents.added).isEmpty();
            assertThat(says(window.scene().getRoot(), "btih:short” is neither a magnet link with the hash"))
                    .isTrue();
        });
    }

    @Test
    void ofSeveralLinksABrokenOneStopsNoOther() {
        fakes.torrents.refusedAddition = "b".repeat(40);
        inWindow(window -> {
            openTorrents(window);
            ((Button) window.scene().getRoot().lookup("#torrent-add")).fire();
            settle(window);
            ((TextArea) window.scene().getRoot().lookup("#torrent-add-links"))
                    .setText("magnet:?xt=urn:btih:" + "a".repeat(40) + "\nmagnet:?xt=urn:btih:" + "b".repeat(40)
                            + "\nmagnet:?xt=urn:btih:" + "c".repeat(40));
            ((Button) window.scene().getRoot().lookup("#torrent-add-go")).fire();
            settle(window);
            assertThat(fakes.torrents.added).hasSize(2);
            assertThat(says(window.scene().getRoot(), "2 of 3 added. " + "b".repeat(40) + ": It is there already."))
                    .isTrue();
        });
    }

    @Test
    void aTorrentThatIsThereAlreadyIsSaidToBeLeftAsItIs() {
        fakes.torrents.listed.add("a".repeat(40));
        inWindow(window -> {
            openTorrents(window);
            ((Button) window.scene().getRoot().lookup("#torrent-add")).fire();
            settle(window);
            ((TextArea) window.scene().getRoot().lookup("#torrent-add-links"))
                    .setText("magnet:?xt=urn:btih:" + "a".repeat(40) + "&dn=Tide");
            ((Button) window.scene().getRoot().lookup("#torrent-add-go")).fire();
            settle(window);
            assertThat(says(window.scene().getRoot(), "0 of 1 added. Tide is on Home qBit already"))
                    .isTrue();
        });
    }

    @Test
    void valuesOfARuleAreChangedForOneCategoryOnly() {
        inWindow(window -> {
            window.context().navigation().goTo(TorrentScenes.HOME, "rules");
            settle(window);
            var root = window.scene().getRoot();
            ((Button) root.lookup("#rules-exception")).fire();
            settle(window);
            ((TextField) root.lookup("#rules-exception-name")).setText("music");
            ((Button) root.lookup("#rules-exception-go")).fire();
            settle(window);
            ((Button) root.lookup("#rule-values-stalled")).fire();
            settle(window);
            assertThat(root.lookup("#rule-values").getAccessibleText())
                    .as("not only “Stalled”")
                    .isEqualTo("Rule Stalled · "
                            + fakes.instances
                                    .find(TorrentScenes.HOME)
                                    .orElseThrow()
                                    .name());
            var after = (TextField) root.lookup("#rule-value-after");
            assertThat(window.scene().getFocusOwner())
                    .as("the first value, not what closes")
                    .isEqualTo(after);
            after.setText("soon");
            ((Button) root.lookup("#rule-values-go")).fire();
            settle(window);
            assertThat(says(root, "must be a span")).isTrue();
            after.setText("6h");
            ((Button) root.lookup("#rule-values-go")).fire();
            settle(window);
            var rules = fakes.torrents.rules;
            assertThat(rules.places()).containsExactly(new RuleSet.Place("", "music"));
            assertThat(rules.of(new RuleSet.Place("", "music")).span(RuleKey.STALLED_AFTER))
                    .isEqualTo(Duration.ofHours(6));
            assertThat(rules.general().span(RuleKey.STALLED_AFTER)).isEqualTo(Duration.ofMinutes(30));
            assertThat(says(root, "makes no progress for 6 h")).isTrue();
        });
    }

    @Test
    void whatLacksItsOtherHalfIsListedOnBothSides() {
        var torrent = fakes.torrents.fleet.get().torrents().findFirst().orElseThrow();
        fakes.torrents.orphans = new Tracing.Orphans(
                java.util.List.of(torrent),
                Map.of(PictureFleet.id("R1"), java.util.List.of("Gone.With.The.Tide.2020")),
                Map.of(PictureFleet.id("Q2"), "Seedbox is not seen."));
        inWindow(window -> {
            openTorrents(window);
            ((Hyperlink) window.scene().getRoot().lookup("#torrent-orphans")).fire();
            settle(window);
            var root = window.scene().getRoot();
            assertThat(says(root, "Radarr HD waits for 1 download that no client has"))
                    .isTrue();
            assertThat(says(root, "Gone.With.The.Tide.2020")).isTrue();
            assertThat(says(root, torrent.name() + "  ")).isTrue();
            assertThat(says(root, "It may have some of them")).isTrue(); // Seedbox is not seen
        });
    }

    private static Stream<FoundItem> found(ItemSearch search, String words) {
        try {
            return search.find(words, 50).stream();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aTorrentThatIsOpenedElsewhereHasTheCursor() {
        inWindow(window -> {
            window.context().navigation().goTo(TorrentScenes.HOME, "torrents");
            settle(window);
            press(window, "Seeding"); // what was looked at there before does not hide it
            var wanted = fakes.services(Runnable::run)
                    .torrents()
                    .fleet()
                    .get()
                    .torrents()
                    .filter(torrent -> torrent.key().instance().equals(TorrentScenes.HOME))
                    .skip(3)
                    .findFirst()
                    .orElseThrow();
            window.context().navigation().go(new Location.Program("fleet"));
            settle(window);

            var searches = window.context().actions().itemSearches();
            searches.stream()
                    .flatMap(search -> found(search, wanted.name()))
                    .filter(found -> found.instance().equals(TorrentScenes.HOME))
                    .filter(found -> found.title().equals(wanted.name()))
                    .findFirst()
                    .orElseThrow()
                    .open()
                    .run();
            settle(window);

            assertThat(table(window).getSelectionModel().getSelectedItem())
                    .isInstanceOfSatisfying(
                            TorrentRow.class, row -> assertThat(row.key()).isEqualTo(wanted.key()));
        });
    }

    @Test
    void aTorrentThatIsGoneIsWaitedForNoLonger() {
        inWindow(window -> {
            window.context().openTorrent(new TorrentKey(TorrentScenes.HOME, "f".repeat(40)));
            settle(window);

            assertThat(window.context().torrent().of(TorrentScenes.HOME)).isEmpty();
        });
    }

    @Test
    void orphansAreFoundByThatWordInThePalette() {
        inWindow(window -> {
            var actions = window.context().actions();
            assertThat(actions.all())
                    .filteredOn(action -> actions.title(action).startsWith("Orphans"))
                    .hasSize(1);
            actions.run("torrents.orphans", Optional.empty());
            settle(window);
            assertThat(says(window.scene().getRoot(), "What lacks its other half"))
                    .isTrue();
        });
    }

    @Test
    void beforeAPreviewNothingSeemsToLoad() {
        inWindow(window -> {
            window.context().navigation().goTo(TorrentScenes.HOME, "rules");
            settle(window);
            assertThat(says(window.scene().getRoot(), "No preview yet")).isTrue();
            assertThat(table(window)).isNull();
        });
    }

    @Test
    void aClientThatSaysNothingOfItsPreferencesIsNamed() {
        fakes.torrents.silent =
                Optional.of(new Problem(ProblemCode.UNREACHABLE, "Home qBit does not answer.", "Wait."));
        inWindow(window -> {
            window.context().navigation().goTo(TorrentScenes.HOME, "preferences");
            settle(window);
            assertThat(says(window.scene().getRoot(), "Home qBit does not answer."))
                    .isTrue();
        });
    }

    @Test
    void theContentFilterIsTriedOnATorrentBeforeItIsTaken() {
        fakes.torrents.files.clear();
        fakes.torrents.files.addAll(List.of(
                new TorrentFile(0, "Film/film.mkv", 1, 0.5, 1),
                new TorrentFile(1, "Film/setup.exe", 1, 0, 1),
                new TorrentFile(2, "Film/read.exe", 1, 1, 1)));
        inWindow(window -> {
            window.context().navigation().goTo(TorrentScenes.HOME, "rules");
            settle(window);
            var root = window.scene().getRoot();
            ((Button) root.lookup("#rule-values-content")).fire();
            settle(window);
            ((TextArea) root.lookup("#rule-value-forbidden")).setText("exe");
            ((Button) root.lookup("#filter-trial-go")).fire();
            settle(window);
            assertThat(says(root, "2 of 3 files of")).isTrue();
            assertThat(says(root, "Film/read.exe (stays")).isTrue();
            assertThat(says(root, "film.mkv")).isFalse();

            ((TextArea) root.lookup("#rule-value-forbiddenNames")).setText("(");
            ((Button) root.lookup("#filter-trial-go")).fire();
            settle(window);
            assertThat(says(root, "pattern that cannot be read")).isTrue();
            assertThat(fakes.torrents.rules.values()).isEmpty();
        });
    }

    @Test
    void rulesAreSwitchedOnOnlyAfterAPreview() {
        inWindow(window -> {
            window.context().navigation().goTo(TorrentScenes.HOME, "rules");
            settle(window);
            var root = window.scene().getRoot();
            assertThat(((Button) root.lookup("#rules-toggle")).isDisabled()).isTrue();
            assertThat(says(root, "When a download makes no progress for 30 min"))
                    .isTrue();
            ((Button) root.lookup("#rules-preview")).fire();
            settle(window);
            assertThat(table(window).getItems()).hasSize(3);
            assertThat(((Button) root.lookup("#rules-toggle")).isDisabled()).isFalse();
        });
    }

    /// From another window or the terminal; what is begun here stays.
    @Test
    void rulesAreShownAsSomebodyElseChangesThem() {
        inWindow(window -> {
            window.context().navigation().goTo(TorrentScenes.HOME, "rules");
            settle(window);
            var root = window.scene().getRoot();
            ((Button) root.lookup("#rules-exception")).fire();
            settle(window);
            ((javafx.scene.control.TextField) root.lookup("#rules-exception-name")).setText("linux");
            press(window, "Set");
            settle(window);
            var place = (ComboBox<?>) root.lookup("#rules-place");
            var begun = place.getValue();
            assertThat(begun.toString()).contains("linux");

            fakes.torrents.enabled = true;
            fakes.torrents.previewed = true;
            fakes.torrents.ruleStatuses.set(Map.of(TorrentScenes.HOME, fakes.torrents.ruleStatus(TorrentScenes.HOME)));
            settle(window);

            assertThat(((Button) root.lookup("#rules-toggle")).getText()).isEqualTo("Switch off");
            assertThat(place.getValue()).isEqualTo(begun);
            window.context().navigation().goTo(TorrentScenes.HOME, "torrents");
            fakes.torrents.enabled = false;
            fakes.torrents.ruleStatuses.set(Map.of());
            settle(window);
            window.context().navigation().goTo(TorrentScenes.HOME, "rules");
            settle(window);
            assertThat(((Button) root.lookup("#rules-toggle")).getText()).isEqualTo("Switch on…");
        });
    }

    @Test
    void whatARunDidIsSaidInTheLanguageOfTheWindow() {
        var one = fakes.torrents.said.stream()
                .filter(it -> it.verdict().acts())
                .findFirst()
                .orElseThrow();
        fakes.torrents.said = Collections.nCopies(13_749, one);
        var hashes = Collections.nCopies(13_740, "h");
        fakes.torrents.acts = List.of(
                new RulesRun.Act("start", hashes, true, TorrentScenes.NOW, ""),
                new RulesRun.Act("start", List.of("i"), false, TorrentScenes.NOW, "409"));
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, Themes.Choice.LIGHT, Locale.GERMAN)) {
                window.context().navigation().goTo(TorrentScenes.HOME, "rules");
                settle(window);
                var root = window.scene().getRoot();
                ((Button) root.lookup("#rules-preview")).fire();
                settle(window);
                ((Button) root.lookup("#rules-run")).fire();
                settle(window);
                ((Button) root.lookup("#guard-go")).fire();
                settle(window);
                assertThat(says(root, "13.740 von 13.749 erledigt. 1 Fehler: 409 8 warten auf einen späteren Lauf."))
                        .isTrue();
            }
        });
    }

    @Test
    void aHoleInTheMatrixIsFilledWithItsOwnCategoryAndNoOther() {
        inWindow(window -> {
            openTorrents(window);
            press(window, "Create");
            settle(window);
            if (window.scene().getRoot().lookup("#guard-go") instanceof Button go) {
                go.fire();
                settle(window);
            }
            assertThat(fakes.torrents.created).containsExactly("movies-4k on " + TorrentScenes.HOME);
        });
    }

    @Test
    void aFirstPreviewThatFailsSaysSoAndIsTriedAgain() {
        fakes.torrents.silent =
                Optional.of(new Problem(ProblemCode.UNREACHABLE, "Home qBit does not answer.", "Wait."));
        inWindow(window -> {
            window.context().navigation().goTo(TorrentScenes.HOME, "rules");
            settle(window);
            var root = window.scene().getRoot();
            ((Button) root.lookup("#rules-preview")).fire();
            settle(window);
            assertThat(says(root, "Home qBit does not answer.")).isTrue();
            assertThat(says(root, window.context().texts().text("torrent.rules.previewing")))
                    .isFalse();

            fakes.torrents.silent = Optional.empty();
            ((Button) root.lookup("#rules-preview")).fire();
            settle(window);
            assertThat(says(root, "Home qBit does not answer.")).isFalse();
            assertThat(table(window).getItems()).hasSize(3);
        });
    }

    @Test
    void changingAModeSwitchesTheRulesOff() {
        fakes.torrents.enabled = true;
        fakes.torrents.previewed = true;
        inWindow(window -> {
            window.context().navigation().goTo(TorrentScenes.HOME, "rules");
            settle(window);
            @SuppressWarnings("unchecked")
            var box = (ComboBox<TorrentRule.Mode>) find(
                    window.scene().getRoot(),
                    node -> node instanceof ComboBox<?> it
                            && it.getAccessibleText() != null
                            && it.getAccessibleText().contains("Stalled"));
            box.setValue(TorrentRule.Mode.NOTIFY);
            settle(window);
            assertThat(fakes.torrents.rules.modes()).containsEntry(TorrentRule.STALLED, TorrentRule.Mode.NOTIFY);
            assertThat(fakes.torrents.enabled).isFalse();
        });
    }

    @Test
    void theStoryOfATorrentSaysWhatWasDoneAndWhoCouldNotBeAsked() {
        fakes.torrents.trace = new TorrentTrace(
                TestTorrents.hash(1),
                List.of(),
                List.of(
                        new TorrentTrace.Line(
                                Optional.of(TorrentScenes.NOW),
                                TorrentScenes.HOME,
                                "added",
                                new TorrentTrace.Told.Added("")),
                        new TorrentTrace.Line(
                                Optional.of(TorrentScenes.NOW),
                                TorrentScenes.HOME,
                                "pause",
                                new TorrentTrace.Told.Act(
                                        "confirmed", Optional.of("stalled"), "No progress for 31 min.", "")),
                        new TorrentTrace.Line(
                                Optional.empty(), TorrentScenes.HOME, "stopped-download", "57 %, /data/tv")),
                Map.of(PictureFleet.id("R1"), "Radarr HD does not answer."));
        inWindow(window -> {
            openTorrents(window);
            openDetail(window, 0);
            var root = window.scene().getRoot();
            assertThat(says(root, "Added on Home qBit: without a category")).isTrue();
            assertThat(says(root, "On Home qBit: Pause, done, rule “Stalled”: No progress for 31 min."))
                    .isTrue();
            assertThat(says(root, "On Home qBit: Stopped, 57 %, /data/tv")).isTrue();
            assertThat(says(root, "Radarr HD does not answer.")).isTrue();
        });
    }

    @Test
    void theStoryLeadsToWhereItsPartsAre() {
        inWindow(window -> {
            openTorrents(window);
            openDetail(window, 0);
            var root = window.scene().getRoot();
            var shown =
                    ((TorrentRow) table(window).getItems().getFirst()).torrent().key();
            var queued = (Hyperlink) find(
                    root,
                    node -> node instanceof Hyperlink link && link.getText().startsWith("In the queue of "));
            assertThat(queued.getText()).isEqualTo("In the queue of Radarr HD: downloading, Tide and Timber");
            assertThat(find(
                            root,
                            node -> node instanceof Hyperlink link
                                    && link.getText().startsWith("Grabbed by Radarr HD")))
                    .isNotNull();
            queued.fire();
            settle(window);
            assertThat(window.context().navigation().location().get())
                    .isEqualTo(new Location.OfInstance(PictureFleet.id("R1"), "queue"));
            assertThat(window.context().torrent().of(PictureFleet.id("R1")).map(TorrentKey::hash))
                    .as("the queue looks for it")
                    .contains(shown.hash());
        });
    }

    @Test
    void whoCouldNotBeAskedIsSaidInTheLanguageOfTheWindow() {
        fakes.torrents.trace = new TorrentTrace(
                TestTorrents.hash(1),
                List.of(),
                List.of(),
                Map.of(PictureFleet.id("R1"), "Radarr HD does not answer."));
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, Themes.Choice.LIGHT, Locale.GERMAN)) {
                openTorrents(window);
                openDetail(window, 0);
                assertThat(says(window.scene().getRoot(), "Radarr HD antwortet nicht."))
                        .isTrue();
            }
        });
    }

    private void openDetail(ShellWindow window, int row) {
        table(window).getSelectionModel().clearAndSelect(row);
        ((RowTable<?>) find(window.scene().getRoot(), RowTable.class::isInstance)).openDetail();
        settle(window);
    }

    @Test
    void aPreferenceIsChangedOnItsClientAndWhatWouldCostTheConnectionIsNot() {
        fakes.torrents.preferences.put("max_active_downloads", 3L);
        fakes.torrents.preferences.put("web_ui_port", 8080L);
        inWindow(window -> {
            window.context().navigation().goTo(TorrentScenes.HOME, "preferences");
            settle(window);
            assertThat(table(window).getItems()).hasSize(2);
            openDetail(window, 0);
            var root = window.scene().getRoot();
            ((TextField) find(
                            root,
                            node -> node instanceof TextField it
                                    && "max_active_downloads".equals(it.getAccessibleText())))
                    .setText("5");
            ((Button) root.lookup("#torrent-preference-go")).fire();
            settle(window);
            assertThat(fakes.torrents.preferences).containsEntry("max_active_downloads", 5L);
            assertThat(fakes.torrents.preferencesChanged).containsExactly(TorrentScenes.HOME);
            var also = (CheckBox) root.lookup("#torrent-preference-also-" + PictureFleet.id("Q2"));
            assertThat(also.getText()).isEqualTo("Seedbox: 5");
            also.setSelected(true);
            ((Button) root.lookup("#torrent-preference-go")).fire();
            settle(window);
            assertThat(fakes.torrents.preferencesChanged)
                    .endsWith(TorrentScenes.HOME, PictureFleet.id("Q2"))
                    .hasSize(3);
            openDetail(window, 1);
            assertThat(says(root, "not changed from here")).isTrue();
        });
    }

    @Test
    void aFileOfATorrentIsLeftOut() {
        fakes.torrents.files.add(new TorrentFile(0, "Tide/setup.exe", 10, 0, 1));
        inWindow(window -> {
            openTorrents(window);
            openDetail(window, 0);
            press(window, "Files");
            settle(window);
            var box = (CheckBox) find(
                    window.scene().getRoot(),
                    node -> node instanceof CheckBox it && it.getText().contains("setup.exe"));
            assertThat(box.isSelected()).isTrue();
            box.fire();
            settle(window);
            assertThat(fakes.torrents.files).noneMatch(TorrentFile::wanted);
        });
    }

    @Test
    void anOpenListFollowsItsTorrent() {
        fakes.torrents.files.add(new TorrentFile(0, "Tide/tide.mkv", 10, 0.5, 1));
        inWindow(window -> {
            openTorrents(window);
            openDetail(window, 0);
            press(window, "Files");
            settle(window);
            assertThat(says(window.scene().getRoot(), "50 %")).isTrue();
            fakes.torrents.files.set(0, new TorrentFile(0, "Tide/tide.mkv", 10, 0.755, 1));
            clock.pass(Duration.ofSeconds(6));
            fakes.torrents.fleet.set(TorrentScenes.fleet(20, 2));
            settle(window);
            assertThat(says(window.scene().getRoot(), "75 %")).isTrue();
            assertThat(says(window.scene().getRoot(), "50 %")).isFalse();
        });
    }

    @Test
    void aListOfASlowClientComesAllTheSame() {
        fakes.torrents.files.add(new TorrentFile(0, "Tide/tide.mkv", 10, 0.5, 1));
        inWindow(window -> {
            openTorrents(window);
            var row = (TorrentRow) table(window).getItems().getFirst();
            var detail = new TorrentDetail(window.context(), new TorrentActs(window.context()), row.key(), List::of);
            detail.show(row, "");
            fakes.tasks.hold();
            ((ButtonBase) find(detail, node -> node instanceof ButtonBase it && "Files".equals(it.getText()))).fire();
            clock.pass(Duration.ofSeconds(6));
            detail.show(row, "");
            assertThat(fakes.tasks.waiting()).isEqualTo(1);
            fakes.tasks.runNext();
            assertThat(fakes.tasks.ran.getLast().title()).isEqualTo("read files");
        });
    }

    @Test
    void aCopyIsCalledACopyAndSaysThatTheTorrentStays() {
        inWindow(window -> {
            openTorrents(window);
            openDetail(window, 0);
            press(window, "Move to…");
            settle(window);
            var root = window.scene().getRoot();
            ((CheckBox) find(
                            root,
                            node -> node instanceof CheckBox it && it.getText().contains("Leave it where it is")))
                    .setSelected(true);
            ((Button) root.lookup("#torrent-move-go")).fire();
            settle(window);
            assertThat(says(root, "it stays as it is") || says(root, "is on Seedbox, too"))
                    .isTrue();
            assertThat(says(root, "it leaves")).isFalse();
        });
    }

    @Test
    void whatIsAddedIsNamedWithoutItsSecrets() {
        assertThat(
                        AddTorrentDialog.named(
                                "magnet:?xt=urn:btih:0123456789abcdef0123456789abcdef01234567&dn=Tide+and%20Timber&tr=https%3A%2F%2Ft%2Fpass"))
                .isEqualTo("Tide and Timber");
        assertThat(AddTorrentDialog.named("magnet:?xt=urn:btih:0123456789ABCDEF0123456789abcdef01234567"))
                .isEqualTo("0123456789ABCDEF0123456789abcdef01234567");
        assertThat(AddTorrentDialog.named("https://tracker.example/download/1.torrent?passkey=secret"))
                .isEqualTo("tracker.example/…");
        assertThat(AddTorrentDialog.named("magnet:?dn=100%")).isEqualTo("100%");
        assertThat(AddTorrentDialog.named("magnet:?x=secret")).isEqualTo("magnet:…");
        assertThat(AddTorrentDialog.named("https://me:secret@tracker.example/1"))
                .doesNotContain("secret");
    }
}
