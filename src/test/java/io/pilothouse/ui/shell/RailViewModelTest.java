package io.pilothouse.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Windows;
import io.pilothouse.ui.active.ActiveInstance;
import io.pilothouse.ui.common.Texts;
import io.pilothouse.ui.common.Toasts;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class RailViewModelTest {

    private final FakeServices fakes = PictureFleet.make();

    private RailViewModel rail(FakeServices with) {
        FxToolkit.start(); // only because toasts are nodes
        var services = with.services(Runnable::run);
        var texts = new Texts(Locale.ENGLISH);
        var toasts = FxToolkit.call(() -> new Toasts(texts, with.later));
        return new RailViewModel(services, texts, new ActiveInstance(services), new Background(services, toasts));
    }

    @Test
    void listsTheGroupsInThePersonsOwnOrder() {
        try (var rail = rail(fakes)) {
            assertThat(sections(rail)).containsExactly("Media 9", "Home 2", "Ads 3");
            assertThat(names(rail))
                    .startsWith("Sonarr Main", "Anime", "Radarr HD")
                    .hasSize(14);
            assertThat(rail.view().get().tally())
                    .containsEntry(ShownState.DOWN, 3)
                    .containsEntry(ShownState.HEALTHY, 8);
            assertThat(rail.view().get().tally().keySet()).startsWith(ShownState.DOWN, ShownState.REFUSED);
        }
    }

    @Test
    void aFoldedGroupKeepsItsHeadAndIsRemembered() {
        try (var rail = rail(fakes)) {
            rail.fold("Media");
            Windows.settle(fakes);
            assertThat(names(rail)).hasSize(5);
            assertThat(sections(rail)).contains("Media 9");

            rail.fold("Media");
            Windows.settle(fakes);
            assertThat(names(rail)).hasSize(14);
        }
    }

    @Test
    void pinnedInstancesStandFirstAndKeepTheirOrder() {
        try (var rail = rail(fakes)) {
            rail.pin(PictureFleet.id("H2"), true);
            rail.pin(PictureFleet.id("R4"), true);
            Windows.settle(fakes);

            assertThat(sections(rail)).first().isEqualTo("Pinned 2");
            assertThat(names(rail)).startsWith("Cabin", "Radarr 4K");
            assertThat(rail.pinned().getFirst().id()).isEqualTo(PictureFleet.id("H2"));
        }
    }

    @Test
    void aLargeFleetHasASectionOfItsProblems() {
        try (var rail = rail(PictureFleet.generated(200))) {
            assertThat(sections(rail).getFirst()).startsWith("Problems ");
        }
    }

    @Test
    void steppingDownPutsAnInstanceBehindItsNeighbourInTheGroup() {
        try (var rail = rail(fakes)) {
            rail.step(PictureFleet.id("H1"), 1);
            Windows.settle(fakes);

            assertThat(names(rail)).containsSubsequence("Cabin", "Home", "Brand North");
        }
    }

    @Test
    void onlyTheOwnOrderCanBeChanged() {
        fakes.settings.set(WindowSettings.RAIL_ORDER, WindowSettings.RailOrder.PROBLEMS);
        try (var rail = rail(fakes)) {
            rail.step(PictureFleet.id("H1"), 1);

            assertThat(fakes.instances.calls).isEmpty();
            assertThat(names(rail)).startsWith("Anime", "Music", "Stash", "Seedbox", "Sonarr Main");
        }
    }

    @Test
    void aChangeOfStateIsShownAfterTheBatch() {
        try (var rail = rail(fakes)) {
            fakes.health.states.update(old -> {
                var next = new java.util.HashMap<>(old);
                next.put(PictureFleet.id("S1"), old.get(PictureFleet.id("R1")));
                return java.util.Map.copyOf(next);
            });
            assertThat(stateOf(rail, PictureFleet.id("S1"))).isEqualTo(ShownState.WARNING);

            Windows.settle(fakes);
            assertThat(stateOf(rail, PictureFleet.id("S1"))).isEqualTo(ShownState.HEALTHY);
        }
    }

    private static ShownState stateOf(RailViewModel rail, InstanceId id) {
        return rail.view().get().rows().stream()
                .filter(row -> row instanceof RailRow.Entry entry && entry.id().equals(id))
                .map(row -> ((RailRow.Entry) row).state())
                .findFirst()
                .orElseThrow();
    }

    private static List<String> sections(RailViewModel rail) {
        return rail.view().get().rows().stream()
                .filter(row -> row instanceof RailRow.Section)
                .map(row -> (RailRow.Section) row)
                .map(section -> section.title() + " " + section.count())
                .toList();
    }

    private static List<String> names(RailViewModel rail) {
        return rail.view().get().rows().stream()
                .filter(row -> row instanceof RailRow.Entry)
                .map(row -> ((RailRow.Entry) row).instance().name())
                .toList();
    }
}
