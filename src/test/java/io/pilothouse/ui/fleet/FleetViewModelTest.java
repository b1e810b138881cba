package io.pilothouse.ui.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.health.InstanceHealth;
import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.tasks.compare.Comparing.Drift;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Windows;
import io.pilothouse.ui.common.Texts;
import io.pilothouse.ui.common.Toasts;
import io.pilothouse.ui.common.UptimeBars;
import io.pilothouse.ui.common.Words;
import io.pilothouse.ui.shell.Background;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javafx.collections.ListChangeListener;
import org.junit.jupiter.api.Test;

class FleetViewModelTest {

    private final FakeServices fakes = PictureFleet.make();

    private static FleetViewModel model(FakeServices fakes) {
        FxToolkit.start(); // only because toasts are nodes
        var texts = new Texts(Locale.ENGLISH);
        var services = fakes.services(Runnable::run);
        var toasts = FxToolkit.call(() -> new Toasts(texts, fakes.later));
        var model = new FleetViewModel(services, new Words(texts, ZoneOffset.UTC), new Background(services, toasts));
        model.follow();
        return model;
    }

    @Test
    void problemsStandFirstTheLongestOfAStateOnTop() {
        assertThat(names(model(fakes)))
                .startsWith("Anime", "Music", "Stash", "Seedbox", "Sonarr Main", "Clips", "Radarr HD", "Radarr 4K")
                .hasSize(14);
    }

    @Test
    void aSilentHostIsOneCauseWithItsInstances() {
        var causes = model(fakes).view().get().causes();

        assertThat(causes).hasSize(3);
        assertThat(causes.getFirst().title()).isEqualTo("nas2.lan is silent");
        assertThat(causes.getFirst().since()).isEqualTo("since 14:02");
        assertThat(causes.getFirst().members().stream().map(one -> one.name()))
                .containsExactly("Anime", "Music", "Stash");
        assertThat(causes.get(2).title()).isEqualTo("/tv has 4 % free");
        assertThat(causes.get(2).effect()).isEqualTo("182 GB of 4.0 TB");
    }

    @Test
    void tabsCountAndFilter() {
        var model = model(fakes);

        assertThat(model.view().get().tabs().stream()
                        .map(tab -> tab.title() + " " + tab.count().orElse(0)))
                .containsExactly("All 14", "Problems 5", "Media 9", "Home 2", "Ads 3");
        model.choose(FleetViewModel.PROBLEMS);
        assertThat(names(model)).containsExactly("Anime", "Music", "Stash", "Seedbox", "Sonarr Main");
        model.choose("group:Home");
        assertThat(names(model)).containsExactly("Home", "Cabin");
    }

    @Test
    void theTabOfAGroupThatIsGoneGivesWayToAll() throws Exception {
        var model = model(fakes);
        model.choose("group:Home");

        fakes.instances.remove(PictureFleet.id("H1"), Consent.none(Origin.WINDOW));
        fakes.instances.remove(PictureFleet.id("H2"), Consent.none(Origin.WINDOW));
        Windows.settle(fakes);
        Windows.settle(fakes);

        assertThat(model.view().get().tab()).isEqualTo(FleetViewModel.ALL);
    }

    @Test
    void aRenameChangesOneRowInItsPlace() throws Exception {
        var model = model(fakes);
        var changes = new ArrayList<Integer>();
        model.rows().addListener((ListChangeListener<FleetRow>) change -> {
            while (change.next()) {
                changes.add(change.getFrom());
            }
        });

        fakes.instances.rename(PictureFleet.id("R4"), "Loft", Consent.none(Origin.WINDOW));
        Windows.settle(fakes);

        assertThat(changes).containsExactly(7);
        assertThat(names(model).get(7)).isEqualTo("Loft");
    }

    @Test
    void linesOfWhichNothingChangedAreThoseMadeBefore() throws Exception {
        var model = model(fakes);
        var before = List.copyOf(model.rows());

        fakes.instances.rename(PictureFleet.id("R4"), "Loft", Consent.none(Origin.WINDOW));
        Windows.settle(fakes);

        for (int i = 0; i < before.size(); i++) {
            if (i == 7) {
                assertThat(model.rows().get(i).instance().name()).isEqualTo("Loft");
            } else {
                assertThat(model.rows().get(i)).isSameAs(before.get(i));
            }
        }
    }

    @Test
    void thePastIsReadOnlyForRowsThatAreSeenAndOnce() {
        var model = model(fakes);
        fakes.tasks.started.clear();

        model.want(PictureFleet.id("R4"));
        Windows.settle(fakes);
        model.want(PictureFleet.id("R4"));
        Windows.settle(fakes);

        assertThat(fakes.tasks.started).hasSize(1);
        assertThat(fakes.tasks.started.getFirst().instances()).containsExactly(PictureFleet.id("R4"));
        var row = row(model, PictureFleet.id("R4"));
        assertThat(row.history().bars()).hasSize(FleetViewModel.PARTS);
        assertThat(row.history().p95()).isEqualTo(14 * 1.7);
        assertThat(FleetViewModel.PARTS * UptimeBars.PITCH).isEqualTo(288);
    }

    @Test
    void aPastThatEndsWithoutAnyCheckIsReadAgainAfterTheFirstOne() {
        var id = PictureFleet.id("R4");
        fakes.health.history.put(id, "n1");
        checkedAt(id, FakeServices.NOW.minusSeconds(600));
        var model = model(fakes);
        model.want(id);
        Windows.settle(fakes);
        assertThat(row(model, id).history().endsUnchecked()).isTrue();

        fakes.health.history.remove(id);
        checkedAt(id, FakeServices.NOW.plusSeconds(1));
        Windows.settle(fakes);

        assertThat(row(model, id).history().endsUnchecked()).isFalse();
    }

    private void checkedAt(InstanceId id, Instant at) {
        fakes.health.states.update(states -> {
            var now = new HashMap<>(states);
            var was = states.get(id);
            now.put(
                    id,
                    new InstanceHealth(
                            id,
                            was.lifecycle(),
                            was.health(),
                            was.state(),
                            was.stateSince(),
                            was.code(),
                            was.problem(),
                            was.cause(),
                            was.answer(),
                            was.latency(),
                            was.failures(),
                            Optional.of(at),
                            was.lastHealthyAt(),
                            was.nextCheckAt(),
                            false));
            return now;
        });
    }

    @Test
    void aHiddenFleetNeitherFollowsNorReads() {
        var model = model(fakes);
        model.rest();
        fakes.tasks.started.clear();

        turn(PictureFleet.id("R4"), ShownState.DOWN);
        model.want(PictureFleet.id("R4"));
        fakes.later.pass(Duration.ofMinutes(1));

        assertThat(row(model, PictureFleet.id("R4")).state()).isEqualTo(ShownState.HEALTHY);
        assertThat(fakes.tasks.started).isEmpty();
    }

    @Test
    void aThousandChangesArePaintedTogether() {
        var many = PictureFleet.generated(1_000);
        var model = model(many);
        Windows.settle(many);
        var paints = new ArrayList<FleetViewModel.View>();
        model.view().addListener((_, _, view) -> paints.add(view));

        for (var id : List.copyOf(many.health.states.get().keySet())) {
            var old = many.health.states.get().get(id);
            many.health.states.update(states -> with(states, id, copy(old, ShownState.DOWN)));
        }
        Windows.settle(many);

        assertThat(paints).hasSize(1);
        assertThat(model.rows()).hasSize(1_000).allMatch(row -> row.state() == ShownState.DOWN);
    }

    @Test
    void actingOnACauseActsOnItsInstancesOnly() {
        var model = model(fakes);
        var members = model.view().get().causes().getFirst().members();

        model.check(members);
        model.maintain(members);

        assertThat(fakes.health.checked)
                .containsExactly(PictureFleet.id("S2"), PictureFleet.id("L1"), PictureFleet.id("T1"));
        assertThat(fakes.maintenance.calls).singleElement().asString().contains("2026-06-18T15:14");
    }

    private void turn(InstanceId id, ShownState state) {
        fakes.health.states.update(old -> with(old, id, copy(old.get(id), state)));
    }

    private static Map<InstanceId, InstanceHealth> with(
            Map<InstanceId, InstanceHealth> states, InstanceId id, InstanceHealth health) {
        var next = new HashMap<>(states);
        next.put(id, health);
        return Map.copyOf(next);
    }

    private static InstanceHealth copy(InstanceHealth from, ShownState state) {
        return new InstanceHealth(
                from.id(),
                from.lifecycle(),
                from.health(),
                state,
                from.stateSince(),
                from.code(),
                from.problem(),
                from.cause(),
                from.answer(),
                from.latency(),
                from.failures(),
                from.lastCheckAt(),
                from.lastHealthyAt(),
                from.nextCheckAt(),
                from.checking());
    }

    private static FleetRow row(FleetViewModel model, InstanceId id) {
        return model.rows().stream()
                .filter(row -> row.instance().id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> names(FleetViewModel model) {
        return model.rows().stream().map(row -> row.instance().name()).toList();
    }

    @Test
    void instancesWithABaselineAreAskedWhileTheFleetIsShown() {
        var id = PictureFleet.id("R1");
        fakes.comparing.line("naming", "format", Map.of(id, "other"));
        fakes.comparing.driftDue.add(id);

        var model = model(fakes);
        Windows.settle(fakes);

        assertThat(fakes.comparing.driftDue).isEmpty();
        assertThat(model.rows())
                .filteredOn(row -> row.drift().settings() > 0)
                .extracting(row -> row.instance().id())
                .containsExactly(id);
    }

    @Test
    void anInstanceIsAsItWasKeptOrChangedOrCouldNotBeAskedOrWasNeverCompared() {
        var kept = FakeServices.NOW.minus(Duration.ofDays(37));
        var silent = new Problem(ProblemCode.UNREACHABLE, "Anime did not answer.", "Look whether it runs.");
        fakes.comparing.drifted.set(Map.of(
                PictureFleet.id("R1"), new Drift(2, kept, Optional.empty()),
                PictureFleet.id("R4"), new Drift(0, kept, Optional.empty()),
                PictureFleet.id("S2"), new Drift(1, kept, Optional.of(silent))));

        var model = model(fakes);
        Windows.settle(fakes);

        assertThat(row(model, PictureFleet.id("R1")).drift().words())
                .isEqualTo("2 settings changed since 12 May 14:14");
        assertThat(row(model, PictureFleet.id("R4")).drift().words()).isEqualTo("Nothing changed since 12 May 14:14");
        assertThat(row(model, PictureFleet.id("S2")).drift().words())
                .startsWith("1 setting changed since 12 May 14:14; could not be compared again. ")
                .contains("did not answer");
        assertThat(row(model, PictureFleet.id("H1")).drift().words()).isEmpty();
    }
}
