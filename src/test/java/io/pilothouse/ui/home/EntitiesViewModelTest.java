package io.pilothouse.ui.home;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.home.EntityRow;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.SampleHouse;
import io.pilothouse.ui.home.EntitiesViewModel.Place;
import io.pilothouse.ui.table.MemoryRows;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EntitiesViewModelTest {

    private static final InstanceId CABIN = new InstanceId("homeassistant-2607011200abc");

    private final FakeServices fakes = new FakeServices();
    private final MemoryRows<EntityRow> rows = new MemoryRows<>(EntityRow::id);
    private final EntitiesViewModel model = new EntitiesViewModel(fakes.services(Runnable::run), CABIN, rows);

    @BeforeEach
    void fill() {
        SampleHouse.fill(fakes.homes);
    }

    private void change(String id, String state) {
        fakes.homes.change(SampleHouse.entity(id, state, Map.of("friendly_name", id), SampleHouse.NOW));
    }

    @Test
    void showsTheWholeHouseAndCountsItsPlaces() {
        model.begin();

        var view = model.view().get();
        assertThat(view.total()).isEqualTo(37);
        assertThat(rows.size()).isEqualTo(37);
        assertThat(view.live()).isTrue();
        assertThat(view.counts().domains()).containsEntry("light", 6).containsEntry("sun", 1);
        assertThat(view.counts().areas().getFirst().entities()).isEqualTo(6);
        assertThat(view.counts().unavailable()).isOne();
        assertThat(view.counts().lowBattery()).isOne();
    }

    @Test
    void showsOnlyTheChosenPlace() {
        model.begin();
        model.show(new Place(Place.Kind.AREA, "kitchen"));
        assertThat(rows.all())
                .hasSize(6)
                .allSatisfy(row -> assertThat(row.area()).isEqualTo("Kitchen"));

        model.show(new Place(Place.Kind.FLOOR, "Upper floor"));
        assertThat(rows.size()).isEqualTo(12);

        model.show(new Place(Place.Kind.PROBLEMS, ""));
        assertThat(rows.size()).isEqualTo(2);
        change("sensor.landing_battery", "2");
        fakes.later.pass(EntitiesViewModel.PAINT_EVERY);
        assertThat(rows.size()).isEqualTo(2); // without its class it is no battery any more
    }

    @Test
    void aStormOfEventsIsPaintedTenTimesASecondAndNothingIsLost() {
        model.begin();
        for (int second = 0; second < 10; second++) {
            for (int i = 0; i < 200; i++) {
                change("sensor.hall_temperature", "%d.%d".formatted(second, i));
                change("light.hall_light", i % 2 == 0 ? "on" : "off");
            }
            fakes.later.pass(EntitiesViewModel.PAINT_EVERY);
        }

        assertThat(model.paints()).isEqualTo(10);
        assertThat(rows.find("sensor.hall_temperature")
                        .orElseThrow()
                        .state()
                        .orElseThrow()
                        .state())
                .isEqualTo("9.199");
    }

    @Test
    void aHouseThatTellsVeryMuchAtOnceIsMadeInTheBackground() {
        model.begin();
        int many = EntitiesViewModel.FEW + 1;
        IntStream.range(0, many)
                .forEach(i -> fakes.homes.states.put(
                        "sensor.s" + i, SampleHouse.entity("sensor.s" + i, "1", Map.of(), SampleHouse.NOW)));
        int before = fakes.tasks.started.size();
        fakes.homes.watching.forEach(listener -> listener.statesChanged(Set.copyOf(fakes.homes.states.keySet())));
        fakes.later.pass(EntitiesViewModel.PAINT_EVERY);

        assertThat(model.paints()).isZero();
        assertThat(fakes.tasks.started).hasSize(before + 1);
        assertThat(rows.size()).isEqualTo(37 + many);
        assertThat(model.view().get().counts().domains().get("sensor")).isGreaterThanOrEqualTo(many);

        change("sensor.s1", "2");
        fakes.later.pass(EntitiesViewModel.PAINT_EVERY);
        assertThat(rows.find("sensor.s1").orElseThrow().value()).isEqualTo("2");
        assertThat(model.paints()).isOne();
    }

    @Test
    void whatTheHouseTellsWhileItsRowsAreMadeIsNotLost() {
        model.begin();
        fakes.tasks.hold();
        fakes.homes.watching.forEach(listener -> listener.listsChanged());
        fakes.later.pass(EntitiesViewModel.LISTS_SETTLE);
        change("light.hall_light", "off");
        fakes.tasks.runNext();
        fakes.later.pass(EntitiesViewModel.PAINT_EVERY);
        assertThat(rows.find("light.hall_light").orElseThrow().value()).isEqualTo("off");
    }

    @Test
    void statesThatCannotBeAskedAreSaidInsteadOfAnEmptyHouse() {
        model.begin();
        fakes.homes.live = false;
        fakes.homes.statesSilent = true;
        model.rest();
        model.begin();
        assertThat(rows.size()).isEqualTo(37);
        assertThat(model.view().get().live()).isFalse();
        assertThat(model.view().get().problem()).isPresent();
    }

    @Test
    void whatIsGoneLeavesTheTable() {
        model.begin();
        fakes.homes.states.remove("sun.sun");
        fakes.homes.watching.forEach(listener -> listener.statesChanged(Set.of("sun.sun")));
        fakes.later.pass(EntitiesViewModel.PAINT_EVERY);

        assertThat(rows.find("sun.sun")).isEmpty();
        assertThat(model.view().get().total()).isEqualTo(36);
    }

    @Test
    void aHiddenPageHearsNothingAndKeepsWhatItSaw() {
        model.begin();
        change("light.hall_light", "off");
        model.rest();
        fakes.later.pass(EntitiesViewModel.PAINT_EVERY);

        assertThat(fakes.homes.watching).isEmpty();
        assertThat(model.view().get().live()).isFalse();
        assertThat(rows.size()).isEqualTo(37);

        model.begin();
        assertThat(rows.find("light.hall_light").orElseThrow().value()).isEqualTo("off");
    }

    @Test
    void aNewRegistryIsAskedForOnceItIsQuiet() {
        model.begin();
        int before = fakes.tasks.started.size();
        for (int i = 0; i < 20; i++) {
            fakes.homes.watching.forEach(listener -> listener.listsChanged());
        }
        assertThat(fakes.tasks.started).hasSize(before);
        fakes.later.pass(EntitiesViewModel.LISTS_SETTLE);
        assertThat(fakes.tasks.started).hasSize(before + 1);
    }
}
