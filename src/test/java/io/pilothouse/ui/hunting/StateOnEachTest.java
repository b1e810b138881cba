package io.pilothouse.ui.hunting;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.arr.Title;
import io.pilothouse.domain.cycle.Candidate;
import io.pilothouse.domain.cycle.ItemKey;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.tasks.arr.Shelves.Shelf;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Windows;
import io.pilothouse.ui.common.Monogram;
import io.pilothouse.ui.common.Texts;
import io.pilothouse.ui.shell.Location;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import javafx.scene.Node;
import javafx.scene.control.ToggleButton;
import org.junit.jupiter.api.Test;

class StateOnEachTest {

    private static final InstanceId HD = PictureFleet.id("R1");
    private static final InstanceId UHD = PictureFleet.id("R4");
    private static final InstanceId SERIES = PictureFleet.id("S1");

    private final FakeServices fakes = PictureFleet.make();
    private final Texts texts = new Texts(Locale.ENGLISH);

    private static Title film(String item, String foreignId, int have, int want) {
        return title(new ItemKey("movie", item), foreignId, have, want);
    }

    private static Title title(ItemKey item, String foreignId, int have, int want) {
        return new Title(
                item,
                "Tide and Timber",
                "tide and timber",
                OptionalInt.of(2019),
                "released",
                true,
                have,
                want,
                0,
                "Any",
                "/media",
                new TreeSet<>(),
                Optional.empty(),
                "",
                foreignId);
    }

    private static Candidate row(ItemKey item, Optional<ItemKey> parent, boolean inQueue) {
        return new Candidate(
                item,
                parent,
                "Tide and Timber",
                true,
                inQueue,
                Set.of(),
                "Any",
                "/media",
                Optional.empty(),
                true,
                Optional.empty(),
                List.of());
    }

    private void holds(InstanceId id, Title... titles) {
        fakes.hunting.shelves.put(id, new Shelf(List.of(titles), Optional.of(FakeServices.NOW)));
    }

    private StateOnEach read(InstanceId... scope) {
        return StateOnEach.read(
                fakes.hunting,
                List.of(scope).stream()
                        .map(id -> fakes.instances.find(id).orElseThrow())
                        .toList());
    }

    private String said(StateOnEach read, InstanceId owner, Candidate row) {
        return StateOnEach.said(read.of(owner, row), texts);
    }

    @Test
    void aFilmIsKnownOnOtherInstancesByItsIdAtTheMetadataService() {
        var wanted = row(new ItemKey("movie", "12"), Optional.empty(), false);
        holds(HD, film("77", "900", 1, 1), film("12", "901", 1, 1));
        holds(UHD, film("12", "900", 0, 1));
        holds(SERIES, title(new ItemKey("series", "3"), "900", 3, 3));

        assertThat(said(read(HD, UHD, SERIES), UHD, wanted)).isEqualTo("Radarr HD: there · Radarr 4K: missing");
        holds(HD);
        assertThat(said(read(HD, UHD), UHD, wanted)).isEqualTo("Radarr HD: not in its library · Radarr 4K: missing");
        assertThat(said(read(HD, UHD), UHD, row(wanted.item(), Optional.empty(), true)))
                .endsWith("Radarr 4K: on its way");
    }

    /// An app wants nothing of what is not monitored: that nothing is lacking does not mean that it is there.
    @Test
    void whatIsNeitherMonitoredNorThereIsNotSaidToBeThere() {
        var wanted = row(new ItemKey("movie", "12"), Optional.empty(), false);
        holds(HD, film("77", "900", 0, 0));
        holds(UHD, film("12", "900", 0, 1));

        assertThat(said(read(HD, UHD), UHD, wanted))
                .isEqualTo("Radarr HD: not monitored, nothing there · Radarr 4K: missing");
    }

    @Test
    void anEpisodeIsSaidBySeriesAndNothingIsClaimedOfALibraryThatWasNeverRead() {
        var other = PictureFleet.id("S2");
        var episode = row(new ItemKey("episode", "5501"), Optional.of(new ItemKey("series", "3")), false);
        holds(SERIES, title(new ItemKey("series", "3"), "900", 3, 10));

        assertThat(said(read(SERIES, other), SERIES, episode)).isEqualTo("Sonarr Main: 3 of 10");
        assertThat(read(other).of(other, episode)).isEmpty();
    }

    @Test
    void aLibraryThatNobodyOpenedYetIsReadOnceWhereItCanBeAsked() {
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                var anime = PictureFleet.id("S2");
                var states = new HashMap<>(fakes.health.states.get());
                states.put(anime, states.get(HD));
                fakes.health.states.set(Map.copyOf(states));
                fakes.silent.remove(anime);
                PictureHunt.fill(fakes.hunting, HD);
                fakes.hunting.shelves.put(anime, new Shelf(List.of(), Optional.empty()));
                fakes.hunting.shelves.put(PictureFleet.id("L1"), new Shelf(List.of(), Optional.empty())); // is down
                window.context().navigation().go(new Location.Program("outcomes"));
                Windows.settle(fakes);
                var root = window.scene().getRoot();
                root.applyCss();
                ((ToggleButton) root.lookup("#content").lookup("#tab-wanted")).fire();
                Windows.settle(fakes);

                root.applyCss();
                root.layout();
                assertThat(fakes.hunting.asked).filteredOn("read"::equals).hasSize(1);
                assertThat(root.lookupAll(".label").stream()
                                .map(label -> label.getParent().getParent())
                                .filter(Objects::nonNull)
                                .map(Node::getAccessibleText))
                        .describedAs("shown at once, though the rows are the same")
                        .anyMatch(said -> said != null && said.contains("Anime: "));
            }
        });
    }

    @Test
    void aCellSaysItAllToThoseWhoDoNotSeeTheSigns() {
        holds(HD, film("77", "900", 1, 1));
        holds(UHD, film("12", "900", 0, 1));
        var read = read(HD, UHD);
        FxToolkit.run(() -> {
            var cell = new StateOnEachCell<Candidate>(texts, row -> read.of(UHD, row));
            cell.show(row(new ItemKey("movie", "12"), Optional.empty(), false));

            assertThat(cell.node().getAccessibleText()).isEqualTo("Radarr HD: there · Radarr 4K: missing");
            assertThat(cell.node().lookupAll(".monogram"))
                    .extracting(tile -> ((Monogram) tile).getText())
                    .containsExactlyInAnyOrder("R1", "R4");
        });
    }

    /// Lines come and go while a person scrolls.
    @Test
    void aCellShowsItsNextRowWithTheSameTiles() {
        holds(HD, film("77", "900", 1, 1));
        holds(UHD, film("12", "900", 0, 1));
        var read = read(HD, UHD);
        FxToolkit.run(() -> {
            var cell = new StateOnEachCell<Candidate>(texts, row -> read.of(UHD, row));
            var row = row(new ItemKey("movie", "12"), Optional.empty(), false);
            cell.show(row);
            var tiles = List.copyOf(cell.node().lookupAll(".monogram"));
            cell.show(row(new ItemKey("movie", "5"), Optional.empty(), false));
            assertThat(cell.node().lookupAll(".monogram")).isEmpty();
            cell.show(row);

            assertThat(cell.node().lookupAll(".monogram")).containsExactlyInAnyOrderElementsOf(tiles);
        });
    }
}
