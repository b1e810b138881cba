package io.pilothouse.ui.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.health.SleepTimes;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.tasks.cycle.CycleTurns;
import io.pilothouse.tasks.schedule.MissedTurns;
import io.pilothouse.tasks.schedule.Schedules.PastTurn;
import io.pilothouse.tasks.schedule.Schedules.Planned;
import io.pilothouse.tasks.schedule.Schedules.Trait;
import io.pilothouse.tasks.schedule.Schedules.Turn;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.ui.common.Texts;
import io.pilothouse.ui.common.Toasts;
import io.pilothouse.ui.common.Words;
import io.pilothouse.ui.schedule.ScheduleViewModel.Fate;
import io.pilothouse.ui.schedule.ScheduleViewModel.Lane;
import io.pilothouse.ui.shell.Background;
import io.pilothouse.ui.shell.ChoicesMade;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ScheduleViewModelTest {

    private final FakeServices fakes = PictureFleet.make();
    private final ChoicesMade made = new ChoicesMade();

    private ScheduleViewModel model() {
        return model(Locale.ENGLISH);
    }

    private ScheduleViewModel model(Locale locale) {
        FxToolkit.start();
        var texts = new Texts(locale);
        var services = fakes.services(Runnable::run);
        var toasts = FxToolkit.call(() -> new Toasts(texts, fakes.later));
        var model = new ScheduleViewModel(
                services, new Words(texts, ZoneOffset.UTC), new Background(services, toasts), made::add);
        model.follow();
        return model;
    }

    private static Lane lane(ScheduleViewModel model, String host) {
        return model.view().get().lanes().stream()
                .filter(lane -> lane.host().equals(host))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void eachHostHasALaneWithWhatWasAndWhatComes() {
        var nas = lane(model(), "nas.lan");

        assertThat(nas.marks()).extracting(mark -> mark.fate()).contains(Fate.DONE, Fate.FAILED, Fate.NEXT);
        assertThat(nas.marks()).isSortedAccordingTo((a, b) -> a.at().compareTo(b.at()));
        assertThat(nas.marks())
                .filteredOn(mark -> mark.fate() == Fate.NEXT)
                .first()
                .satisfies(
                        mark -> assertThat(mark.words()).startsWith("14:30, ").endsWith(", next"));
    }

    @Test
    void turnsOfOneHostAtTheSameTimeAreTold() {
        var collisions = model().view().get().collisions();

        assertThat(collisions.getFirst().host()).isEqualTo("nas.lan");
        assertThat(collisions.getFirst().count()).isEqualTo(2);
        assertThat(collisions).allMatch(collision -> collision.host().equals("nas.lan"));
        assertThat(collisions).filteredOn(ScheduleViewModel.Collision::first).hasSize(1);
    }

    @Test
    void heldWorkSaysWhy() {
        assertThat(model().view().get().rows())
                .filteredOn(row -> row.fate() == Fate.HELD)
                .extracting(ScheduleViewModel.Row::why)
                .containsExactlyInAnyOrder(
                        "The host nas2.lan is silent.", "Cabin is Guarded: background work waits for a release.");
    }

    /// A turn that came and waits was drawn like one that runs, or only as the next one.
    @Test
    void heldWorkIsDrawnAsHeldAtTheTimeOfItsTurn() {
        var planned = fakes.schedules.plan.get().stream()
                .filter(one -> one.waiting().isPresent())
                .findFirst()
                .orElseThrow();
        var due = FakeServices.NOW.minus(Duration.ofMinutes(40));
        fakes.schedules.past.clear();
        fakes.schedules.past.add(
                new PastTurn(planned.key(), planned.instance(), due, due, Optional.empty(), Optional.empty()));

        var marks = model().view().get().lanes().stream()
                .flatMap(lane -> lane.marks().stream())
                .toList();

        assertThat(marks)
                .filteredOn(mark -> mark.key().equals(planned.key()) && mark.fate() != Fate.NEXT)
                .singleElement()
                .satisfies(mark -> {
                    assertThat(mark.fate()).isEqualTo(Fate.HELD);
                    assertThat(mark.at()).isEqualTo(due);
                });
        assertThat(marks).filteredOn(mark -> mark.fate() == Fate.HELD).hasSize(2); // the other one stands at now
    }

    @Test
    void workThatLooksAllTheTimeIsALineWithoutTurns() {
        var id = Optional.of(PictureFleet.id("Q1"));
        var key = CycleTurns.key(id.get(), "torrents");
        fakes.schedules.plan.update(before -> Stream.concat(
                        before.stream(),
                        Stream.of(new Planned(
                                key,
                                "torrents-rules",
                                "tend the torrents of Home qBit",
                                id,
                                Optional.empty(),
                                MissedTurns.SKIP,
                                false,
                                Optional.empty(),
                                Set.of(Trait.OFTEN, Trait.ASKS))))
                .toList());
        var model = model();
        var row = model.view().get().rows().stream()
                .filter(one -> one.key().equals(key))
                .findFirst()
                .orElseThrow();

        assertThat(row.fate()).isEqualTo(Fate.RUNNING);
        assertThat(row.why()).isEqualTo("It looks every few seconds; there are no turns.");
        assertThat(row.missed()).isEmpty();
        assertThat(row.ofRule()).isTrue();
        assertThat(row.missedChosen()).isFalse();
        assertThat(lane(model, row.instance().orElseThrow().address().host()).often())
                .containsExactly("Torrent rules");
    }

    /// It is one piece that nobody can move away from itself.
    @Test
    void aScheduleOnSeveralInstancesOfAmazonIsNoCollision() {
        fakes.schedules.plan.set(List.of());
        fakes.schedules.turns.clear();
        for (var monogram : List.of("A1", "A2")) {
            var id = Optional.of(PictureFleet.id(monogram));
            var key = CycleTurns.key(id.get(), "daily");
            var at = FakeServices.NOW.plus(Duration.ofHours(2));
            fakes.schedules.plan.update(before -> Stream.concat(
                            before.stream(),
                            Stream.of(new Planned(
                                    key,
                                    "amc-schedule",
                                    "run “Daily” on it",
                                    id,
                                    Optional.of(at),
                                    MissedTurns.LATEST,
                                    false,
                                    Optional.empty(),
                                    Set.of(Trait.ASKS))))
                    .toList());
            fakes.schedules.turns.add(new Turn(key, id, at));
        }

        assertThat(model().view().get().collisions()).isEmpty();
    }

    @Test
    void heldWorkSaysWhyInTheLanguageOfTheWindow() {
        assertThat(model(Locale.GERMAN).view().get().rows())
                .filteredOn(row -> row.fate() == Fate.HELD)
                .extracting(ScheduleViewModel.Row::why)
                .containsExactlyInAnyOrder(
                        "Der Host nas2.lan schweigt.",
                        "Cabin ist geschützt: Hintergrundarbeit wartet auf eine Freigabe.");
    }

    @Test
    void missedTurnsAreToldWithWhatBecameOfThem() {
        var id = Optional.of(PictureFleet.id("R1"));
        var closed = FakeServices.NOW.minus(Duration.ofHours(3));
        fakes.schedules.past.clear();
        for (int hours = 5; hours > 3; hours--) {
            fakes.schedules.past.add(new PastTurn(
                    "k",
                    id,
                    FakeServices.NOW.minus(Duration.ofHours(hours)),
                    closed,
                    Optional.of(closed),
                    Optional.of("MISSED_SUPERSEDED")));
        }
        fakes.schedules.past.add(new PastTurn(
                "k", id, closed.minus(Duration.ofMinutes(10)), closed, Optional.of(closed), Optional.of("SUCCEEDED")));

        assertThat(model().view().get().missed())
                .isEqualTo("3 turns were missed while Pilothouse was closed or asleep: 1 run later, 2 superseded, 0"
                        + " left out.");
    }

    @Test
    void whatBecomesOfMissedTurnsOfOneRuleIsChosenAndTakenBack() {
        var model = model();
        var row = model.view().get().rows().getFirst();
        assertThat(model.missedOf(row)).isEmpty();

        model.chooseMissed(row, Optional.of(MissedTurns.SKIP));

        assertThat(model.missedOf(row)).contains(MissedTurns.SKIP);
        assertThat(MissedTurns.of(fakes.settings, row.key())).isEqualTo(MissedTurns.SKIP);
        assertThat(MissedTurns.of(fakes.settings, "cycle/another")).isEqualTo(MissedTurns.LATEST);
        var choice = made.newest().orElseThrow();
        assertThat(choice.what()).contains("Missed turns of " + row.title());
        choice.back().run();
        assertThat(model.missedOf(row)).isEmpty();
    }

    @Test
    void plannedMaintenanceLiesOnTheLaneOfItsHost() throws Exception {
        var from = FakeServices.NOW.plus(Duration.ofHours(2));
        fakes.maintenance.plan(List.of(PictureFleet.id("H1")), from, from.plusSeconds(60), Consent.none(Origin.WINDOW));

        assertThat(lane(model(), "home.lan").maintenance()).hasSize(1);
        assertThat(lane(model(), "nas.lan").maintenance()).isEmpty();
    }

    @Test
    void weeklyMaintenanceLiesOnTheLaneOfItsHostFromNowOn() {
        var today =
                FakeServices.NOW.atZone(ZoneOffset.UTC).getDayOfWeek().name().substring(0, 3);
        fakes.maintenance.weekly.put(
                PictureFleet.id("H1"), SleepTimes.parse(today + " 20:00-21:00; " + today + " 09:00-10:00"));

        assertThat(lane(model(), "home.lan").maintenance())
                .extracting(period -> period.from().atZone(ZoneOffset.UTC).getHour())
                .containsExactly(20);
    }

    @Test
    void runningAndSkippingGoToTheChosenWork() {
        var model = model();
        var row = model.view().get().rows().getFirst();

        model.runNow(List.of(row));
        model.skipNext(List.of(row));

        assertThat(fakes.schedules.calls).containsExactly("run " + row.key(), "skip " + row.key());
    }
}
