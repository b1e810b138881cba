package io.pilothouse.domain.home;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.home.EntityRow.Origin;
import io.pilothouse.domain.home.EntityState.Context;
import io.pilothouse.domain.home.Registries.Area;
import io.pilothouse.domain.home.Registries.Device;
import io.pilothouse.domain.home.Registries.Entry;
import io.pilothouse.domain.home.Registries.Floor;
import io.pilothouse.domain.home.Registries.Label;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Where things are, by the rules of the contract's section 13.
class HomeIndexTest {

    private static final Instant AT = Instant.parse("2026-07-01T12:00:00Z");

    private static Area area(String id, String floor, String... labels) {
        return new Area(
                id,
                id.toUpperCase(java.util.Locale.ROOT),
                Optional.of(floor).filter(it -> !it.isEmpty()),
                Optional.empty(),
                Set.of(labels),
                Optional.empty(),
                Optional.empty());
    }

    private static Device device(String id, String area, String parent, String... labels) {
        return new Device(
                id,
                id,
                "",
                "",
                "",
                Optional.of(area).filter(it -> !it.isEmpty()),
                Optional.of(parent).filter(it -> !it.isEmpty()),
                Optional.empty(),
                Set.of(labels),
                Set.of(),
                Optional.empty());
    }

    private static Entry entry(String id, String device, String area) {
        return entry(id, device, area, false, "");
    }

    private static Entry entry(String id, String device, String area, boolean hidden, String category) {
        return new Entry(
                id,
                Optional.empty(),
                "demo",
                id,
                Optional.of(device).filter(it -> !it.isEmpty()),
                Optional.of(area).filter(it -> !it.isEmpty()),
                Set.of(),
                Optional.empty(),
                false,
                Optional.of(category).filter(it -> !it.isEmpty()),
                hidden,
                Optional.empty());
    }

    private static Map<String, EntityState> states(String... ids) {
        var states = new HashMap<String, EntityState>();
        for (var id : ids) {
            states.put(
                    id,
                    new EntityState(id, "on", Map.of(), new Context("", Optional.empty(), Optional.empty()), AT, AT));
        }
        return states;
    }

    private static final HomeIndex HOUSE = new HomeIndex(new Registries(
            List.of(new Floor("upper", "Upper", OptionalInt.of(1)), new Floor("ground", "Ground", OptionalInt.of(0))),
            List.of(area("bath", "upper"), area("kitchen", "ground", "warm"), area("hall", "ground"), area("shed", "")),
            List.of(new Label("warm", "Warm", Optional.empty()), new Label("night", "Night", Optional.empty())),
            List.of(
                    device("lamp", "kitchen", ""),
                    device("child", "", "lamp"),
                    device("grandchild", "", "child", "night"),
                    device("round", "", "trip"),
                    device("trip", "", "round"),
                    device("orphan", "deleted", "")),
            List.of(
                    entry("light.own", "", "hall"),
                    entry("light.follows", "lamp", ""),
                    entry("light.child", "grandchild", ""),
                    entry("light.moved", "lamp", "bath"),
                    entry("light.lost", "orphan", ""),
                    entry("light.gone", "", "deleted"),
                    entry("light.round", "round", ""),
                    entry("sensor.hidden", "lamp", "", true, ""),
                    entry("sensor.diagnostic", "lamp", "", false, "diagnostic"))));

    private static EntityRow row(String id) {
        return HOUSE.row(id, Optional.empty());
    }

    @Test
    void anEntityIsWhereItWasPutElseWhereItsDeviceIs() {
        assertThat(row("light.own"))
                .extracting(EntityRow::areaId, EntityRow::origin)
                .containsExactly("hall", Origin.OWN);
        assertThat(row("light.follows"))
                .extracting(EntityRow::areaId, EntityRow::origin, EntityRow::floor)
                .containsExactly("kitchen", Origin.DEVICE, "Ground");
        assertThat(row("light.moved"))
                .extracting(EntityRow::areaId, EntityRow::origin)
                .containsExactly("bath", Origin.MOVED);
    }

    @Test
    void aPartIsWhereTheWholeIs() {
        assertThat(row("light.child").areaId()).isEqualTo("kitchen");
    }

    @Test
    void circlesAndDeletedAreasAreNowhere() {
        assertThat(List.of(row("light.round"), row("light.lost"), row("light.gone")))
                .allSatisfy(row -> assertThat(row.origin()).isEqualTo(Origin.NONE));
    }

    @Test
    void theTableIsTheUnionOfStatesAndRegistry() {
        var rows = HOUSE.rows(states("sun.sun", "light.own"));

        assertThat(rows)
                .extracting(EntityRow::id)
                .contains("sun.sun", "light.own", "light.moved")
                .isSorted();
        assertThat(rows).hasSize(10);
    }

    /// Pages, tabs and problems of a house ask for the same rows when it has told its states.
    @Test
    void theSameStatesGiveTheSameRowsAndOthersGiveOthers() {
        var index = new HomeIndex(HOUSE.registries());
        var told = states("light.own");

        assertThat(index.rows(Map.of())).hasSize(9).allMatch(row -> row.state().isEmpty());
        var rows = index.rows(told);
        assertThat(index.rows(told)).isSameAs(rows);
        assertThat(index.rows(states("light.own", "sun.sun"))).hasSize(10);
    }

    @Test
    void areasComeByFloorThenInTheServersOrderAndTheVirtualOneLast() {
        var areas = HOUSE.areaRows(states("light.own"));

        assertThat(areas).extracting(AreaRow::id).containsExactly("kitchen", "hall", "bath", "shed", "");
        assertThat(areas.getFirst().entities()).isEqualTo(3); // hidden ones do not count
        assertThat(areas.getLast().none()).isTrue();
        assertThat(areas.getLast().entities()).isEqualTo(3);
    }

    @Test
    void aHouseWithoutFloorsKeepsTheOrderOfItsAreas() {
        var flat = new HomeIndex(new Registries(
                List.of(),
                List.of(area("shed", ""), area("hall", "gone"), area("bath", "")),
                List.of(),
                List.of(),
                List.of(entry("light.own", "", "hall"))));

        assertThat(flat.areaRows(states("light.own"))).extracting(AreaRow::id).startsWith("shed", "hall", "bath");
        assertThat(flat.row("light.own", Optional.empty()))
                .extracting(EntityRow::areaId, EntityRow::floor)
                .containsExactly("hall", "");
    }

    @Test
    void whatWasMovedHereStandsBehindWhatBelongsHere() {
        assertThat(HOUSE.inArea("kitchen", Map.of()))
                .extracting(EntityRow::id)
                .containsExactly("light.child", "light.follows", "sensor.diagnostic", "sensor.hidden");
        assertThat(HOUSE.inArea("bath", Map.of())).extracting(EntityRow::origin).containsExactly(Origin.MOVED);
    }

    private static Target areaTarget(String... ids) {
        return new Target(List.of(), List.of(), List.of(ids), List.of(), List.of());
    }

    @Test
    void anAreaReachesWhatIsInItButNothingHiddenOrDiagnostic() {
        assertThat(HOUSE.reached(areaTarget("kitchen"), states(), _ -> true))
                .containsExactly("light.child", "light.follows");
        assertThat(HOUSE.reached(areaTarget("kitchen"), states(), domain -> domain.equals("switch")))
                .isEmpty();
    }

    @Test
    void whatIsNamedIsReachedHoweverHidden() {
        assertThat(HOUSE.reached(Target.entity("sensor.hidden"), states(), domain -> domain.equals("light")))
                .containsExactly("sensor.hidden");
    }

    @Test
    void floorsAndLabelsReachThroughTheirAreasAndDevices() {
        var floor = new Target(List.of(), List.of(), List.of(), List.of("ground"), List.of());
        assertThat(HOUSE.reached(floor, states(), _ -> true))
                .containsExactly("light.child", "light.follows", "light.own");
        var warm = new Target(List.of(), List.of(), List.of(), List.of(), List.of("warm"));
        assertThat(HOUSE.reached(warm, states(), _ -> true)).containsExactly("light.child", "light.follows");
        var night = new Target(List.of(), List.of(), List.of(), List.of(), List.of("night"));
        assertThat(HOUSE.reached(night, states(), _ -> true)).containsExactly("light.child");
    }

    @Test
    void saysWhichWordsOfATargetNameNothing() {
        var target = new Target(
                List.of("light.own", "light.nowhere"),
                List.of("lamp", "x"),
                List.of("attic"),
                List.of("roof"),
                List.of("z"));

        assertThat(HOUSE.unknown(target, states()))
                .containsExactly(
                        "entity_id light.nowhere", "device_id x", "area_id attic", "floor_id roof", "label_id z");
    }
}
