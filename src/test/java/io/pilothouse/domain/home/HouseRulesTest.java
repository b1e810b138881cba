package io.pilothouse.domain.home;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.home.EntityState.Context;
import io.pilothouse.domain.home.HomeComparison.Outcome;
import io.pilothouse.domain.home.HomeComparison.Part;
import io.pilothouse.domain.home.HomeComparison.Side;
import io.pilothouse.domain.home.HomeProblems.Kind;
import io.pilothouse.domain.home.ServiceCatalogue.Filter;
import io.pilothouse.domain.home.Upkeep.Automation;
import io.pilothouse.domain.home.Upkeep.Backup;
import io.pilothouse.domain.home.Upkeep.Backups;
import io.pilothouse.domain.home.Upkeep.Run;
import io.pilothouse.domain.home.Upkeep.Update;
import io.pilothouse.domain.instance.InstanceId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The pure rules over what a house tells.
class HouseRulesTest {

    private static final Instant NOW = Instant.parse("2026-07-01T12:00:00Z");

    private static EntityState state(String id, String state, Map<String, @Nullable Object> attributes) {
        return new EntityState(id, state, attributes, new Context("", Optional.empty(), Optional.empty()), NOW, NOW);
    }

    private static EntityRow row(EntityState state) {
        return new HomeIndex(Registries.NONE).row(state.id(), Optional.of(state));
    }

    // --- comparing

    private static Side side(String name, Map<String, String> areas) {
        var things = new LinkedHashMap<String, SequencedMap<String, String>>();
        areas.forEach((key, value) -> things.put(key, HomeComparison.fields("entities", value)));
        return new Side(new InstanceId("homeassistant-2607011200abc"), name, Map.of(Part.AREAS, things), Map.of());
    }

    private static Outcome outcome(HomeComparison comparison, String key) {
        return comparison.rows().stream()
                .filter(row -> row.key().equals(key))
                .findFirst()
                .orElseThrow()
                .outcome();
    }

    @Test
    void twoHousesAreEqualDifferentOrHaveItAlone() {
        var comparison = HomeComparison.of(
                List.of(
                        side("A", Map.of("hall", "3", "bath", "1", "attic", "2")),
                        side("B", Map.of("hall", "4", "bath", "1", "shed", "5"))),
                List.of(Part.AREAS));

        assertThat(outcome(comparison, "hall")).isEqualTo(Outcome.DIFFERENT);
        assertThat(outcome(comparison, "bath")).isEqualTo(Outcome.EQUAL);
        assertThat(outcome(comparison, "attic")).isEqualTo(Outcome.ONLY_LEFT);
        assertThat(outcome(comparison, "shed")).isEqualTo(Outcome.ONLY_RIGHT);
        assertThat(comparison.rows().stream()
                        .filter(it -> it.key().equals("hall"))
                        .findFirst()
                        .orElseThrow()
                        .fields())
                .containsExactly("entities");
    }

    @Test
    void whoHasWhatThereIsNothingToSayOfIsNamed() {
        var name = new LinkedHashMap<String, SequencedMap<String, String>>();
        name.put("hassio", new LinkedHashMap<>());
        var parts = Map.<Part, SequencedMap<String, SequencedMap<String, String>>>of(Part.COMPONENTS, name);
        var with = new Side(new InstanceId("homeassistant-2607011200abd"), "B", parts, Map.of());
        var without = new Side(
                new InstanceId("homeassistant-2607011200abe"),
                "C",
                Map.of(Part.COMPONENTS, new LinkedHashMap<>()),
                Map.of());
        var comparison = HomeComparison.of(List.of(without, with, without), List.of(Part.COMPONENTS));

        assertThat(comparison.having(comparison.rows().getFirst())).isEqualTo("B");
    }

    @Test
    void aSilentHouseIsNoHouseWithoutAnything() {
        var silent =
                new Side(new InstanceId("homeassistant-2607011200abd"), "C", Map.of(), Map.of(Part.AREAS, "silent"));
        var three = HomeComparison.of(
                List.of(side("A", Map.of("hall", "3")), silent, side("B", Map.of("hall", "3"))), List.of(Part.AREAS));
        assertThat(outcome(three, "hall")).isEqualTo(Outcome.EQUAL);

        var two = HomeComparison.of(List.of(side("A", Map.of("hall", "3")), silent), List.of(Part.AREAS));
        assertThat(two.rows()).isEmpty();
        assertThat(two.differs()).isFalse();
    }

    private static Side devices(String name, String... idsAndNames) {
        var things = new LinkedHashMap<String, SequencedMap<String, String>>();
        for (int i = 0; i < idsAndNames.length; i += 2) {
            things.put(
                    HomeComparison.deviceKey(List.of(idsAndNames[i].split(" "))),
                    HomeComparison.fields("name", idsAndNames[i + 1], "model", "M"));
        }
        return new Side(new InstanceId("homeassistant-2607011200abd"), name, Map.of(Part.DEVICES, things), Map.of());
    }

    @Test
    void aDeviceIsTheSameByAnyIdentifierElseByNameAndModel() {
        var comparison = HomeComparison.of(
                List.of(
                        devices("A", "hue:1 mac:aa", "Bridge", "own:a", "Hub", "x:1", "Plug", "x:2", "Plug"),
                        devices("B", "mac:aa", "Bridge of B", "own:b", "Hub", "y:1", "Plug"),
                        devices("C", "own:c", "Hub")),
                List.of(Part.DEVICES));

        assertThat(comparison.rows())
                .extracting(row -> row.key() + " " + row.having())
                .containsExactlyInAnyOrder(
                        "Bridge M [0, 1]",
                        "Hub M [0, 1, 2]",
                        "Plug M · x:1 [0]",
                        "Plug M · x:2 [0]",
                        "Plug M · y:1 [1]");
        assertThat(outcome(comparison, "Hub M")).isEqualTo(Outcome.EQUAL);
    }

    // --- problems

    @Test
    void findsSilentEntitiesAndLowBatteries() {
        var rows = List.of(
                row(state("binary_sensor.door", "unavailable", Map.of())),
                row(state("sensor.door_battery", "14.9", Map.of("device_class", "battery"))),
                row(state("sensor.full_battery", "15", Map.of("device_class", "battery"))),
                row(state("sensor.odd_battery", "unknown", Map.of("device_class", "battery"))),
                row(state("binary_sensor.low", "on", Map.of("device_class", "battery"))),
                row(state("sensor.power", "3", Map.of("device_class", "power"))));

        assertThat(HomeProblems.ofEntities(rows))
                .extracting(HomeProblems.Found::subject)
                .containsExactly("binary_sensor.door", "sensor.door_battery", "binary_sensor.low");
    }

    @Test
    void anAutomationThatFailedSomeRunsIsFound() {
        var guard =
                Automation.of(state("automation.frost", "on", Map.of("id", "frost", "last_triggered", NOW.toString())));
        var runs = List.of(run("error"), run("finished"), run("error"), run("error"));

        var found = HomeProblems.ofAutomations(List.of(guard), Map.of("frost", runs));

        assertThat(found).singleElement().satisfies(it -> {
            assertThat(it.text()).isEqualTo("failed 2 of 3 runs");
            assertThat(it.serious()).isFalse();
            assertThat(it.kind()).isEqualTo(Kind.FAILING_AUTOMATION);
        });
        assertThat(HomeProblems.ofAutomations(
                        List.of(Automation.of(state("automation.x", "unavailable", Map.of()))), Map.of()))
                .singleElement()
                .satisfies(it -> assertThat(it.serious()).isTrue());
    }

    private static Run run(String outcome) {
        return new Run(outcome, "frost", Optional.of(NOW), Optional.of(NOW), outcome, "", "", "");
    }

    @Test
    void aSkippedUpdateIsNoProblemAndTheCoreComesFirst() {
        var lamp = update("update.a_lamp", "Lamp", "on", "2", null);
        var core = update("update.home_assistant_core_update", "Z Core", "on", "2", null);
        var skipped = update("update.b", "B", "on", "2", "2");

        assertThat(HomeProblems.ofUpdates(List.of(lamp, skipped, core)))
                .extracting(HomeProblems.Found::name)
                .containsExactly("Z Core", "Lamp");
    }

    /// A house says of one that is skipped that there is none.
    @Test
    void aSkippedUpdateCanBeOfferedAgain() {
        var skipped = update("update.b", "B", "off", "2", "2");
        var current = update("update.c", "C", "off", "1", null);

        assertThat(skipped.available()).isTrue();
        assertThat(skipped.skipped()).isTrue();
        assertThat(current.available()).isFalse();
        assertThat(HomeProblems.ofUpdates(List.of(skipped, current))).isEmpty();
    }

    private static Update update(String id, String title, String state, String latest, @Nullable String skipped) {
        var attributes = new LinkedHashMap<String, @Nullable Object>();
        attributes.put("title", title);
        attributes.put("installed_version", "1");
        attributes.put("latest_version", latest);
        attributes.put("skipped_version", skipped);
        attributes.put("in_progress", 40); // as 2024.3 says it
        return Update.of(state(id, state, attributes));
    }

    @Test
    void progressIsReadInBothSpellings() {
        assertThat(update("update.x", "X", "on", "2", null).percent()).hasValue(40);
        assertThat(Update.of(state("update.y", "on", Map.of("in_progress", true, "update_percentage", 7)))
                        .percent())
                .hasValue(7);
    }

    @Test
    void aBackupOlderThanAWeekIsAProblem() {
        assertThat(HomeProblems.ofBackups(backups(NOW.minus(Duration.ofDays(6))), NOW))
                .isEmpty();
        assertThat(HomeProblems.ofBackups(backups(NOW.minus(Duration.ofDays(8))), NOW))
                .hasSize(1);
        assertThat(HomeProblems.ofBackups(
                        new Backups(
                                List.of(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                "",
                                List.of(),
                                List.of()),
                        NOW))
                .singleElement()
                .satisfies(it -> assertThat(it.text()).isEqualTo("there is none"));
    }

    private static Backups backups(Instant at) {
        var one = new Backup("1", "x", Optional.of(at), 1, false, true, List.of(), false);
        return new Backups(
                List.of(one), Optional.empty(), Optional.empty(), Optional.empty(), "", List.of(), List.of());
    }

    // --- charts

    @Test
    void aSpikeBetweenTwoColumnsOfTheScreenStaysVisible() {
        var points = new java.util.ArrayList<Past.Point>();
        for (int i = 0; i < 10_000; i++) {
            points.add(new Past.Point(
                    NOW.plusSeconds(i),
                    "",
                    OptionalDouble.of(i == 5_003 ? 99 : 1),
                    OptionalDouble.empty(),
                    OptionalDouble.empty()));
        }
        var columns = new Past.Series("sensor.t", "", points, "history").columns(NOW, NOW.plusSeconds(10_000), 100);

        assertThat(columns).hasSize(100);
        assertThat(columns.get(50)).satisfies(column -> {
            assertThat(column.greatest()).isEqualTo(99);
            assertThat(column.least()).isEqualTo(1);
            assertThat(column.last()).isEqualTo(1);
        });
    }

    @Test
    void longerSpansUseLongerRows() {
        assertThat(Past.statistics(Duration.ofHours(24))).isEmpty();
        assertThat(Past.statistics(Duration.ofDays(7))).contains("5minute");
        assertThat(Past.statistics(Duration.ofDays(30))).contains("hour");
        assertThat(Past.statistics(Duration.ofDays(365))).contains("day");
    }

    // --- services

    @Test
    void aFieldShowsWhenTheEntityHasWhatItNeeds() {
        var lamp = state(
                "light.x", "on", Map.of("supported_features", 36, "supported_color_modes", List.of("color_temp")));

        assertThat(new Filter(List.of(32L), Map.of()).passes(lamp)).isTrue();
        assertThat(new Filter(List.of(8L), Map.of()).passes(lamp)).isFalse();
        assertThat(new Filter(List.of(), Map.of("supported_color_modes", List.of("hs", "color_temp"))).passes(lamp))
                .isTrue();
        assertThat(new Filter(List.of(), Map.of("supported_color_modes", List.of("hs"))).passes(lamp))
                .isFalse();
        assertThat(new Filter(List.of(1L), Map.of()).passes(state("light.y", "on", Map.of())))
                .isTrue();
        assertThat(Filter.NONE.passes(lamp)).isTrue();
    }

    @Test
    void theFilterLanguageFindsEntities() {
        var rows = List.of(
                row(state("light.hall", "on", Map.of("friendly_name", "Hall lamp"))),
                row(state("light.attic", "off", Map.of())),
                row(state("sensor.hall", "21.5", Map.of())),
                row(state("binary_sensor.door", "off", Map.of())));

        assertThat(found("domain:light state:on", rows)).containsExactly("light.hall");
        assertThat(found("hall -domain:light", rows)).containsExactly("sensor.hall");
        assertThat(found("value>20", rows)).containsExactly("sensor.hall");
        assertThat(found("domain:sensor", rows)).containsExactly("sensor.hall");
        assertThat(found("lamp", rows)).containsExactly("light.hall");
        assertThat(EntityFilter.understand("value>x", ZoneOffset.UTC, NOW).wrong())
                .isPresent();
    }

    private static List<String> found(String typed, List<EntityRow> rows) {
        var filter = EntityFilter.of(
                EntityFilter.understand(typed, ZoneOffset.UTC, NOW).filter());
        return rows.stream().filter(filter).map(EntityRow::id).toList();
    }

    private static Past.Point point(int second) {
        return new Past.Point(
                Instant.ofEpochSecond(second),
                Integer.toString(second),
                OptionalDouble.of(second),
                OptionalDouble.empty(),
                OptionalDouble.empty());
    }

    @Test
    void aSeriesGrowsAtTheEndAndKeepsWhatHeldAtItsBegin() {
        var series = new Past.Series("sensor.a", "", List.of(point(10), point(20), point(30)), "history");

        var grown = series.grown(List.of(point(20), point(30), point(40)), Instant.ofEpochSecond(25));

        assertThat(grown.points()).containsExactly(point(20), point(30), point(40));
        assertThat(series.grown(List.of(), Instant.EPOCH)).isEqualTo(series);
        assertThat(series.grown(List.of(), Instant.ofEpochSecond(99)).points()).containsExactly(point(30));
    }

    @Test
    void aLogbookGrowsAtTheTopAndCountsNothingTwice() {
        var one = new Past.Entry(Instant.ofEpochSecond(1), "light.a", "Lamp", "on", "");
        var two = new Past.Entry(Instant.ofEpochSecond(2), "light.a", "Lamp", "off", "");
        var three = new Past.Entry(Instant.ofEpochSecond(3), "light.a", "Lamp", "on", "");

        assertThat(Past.grown(List.of(two, one), List.of(three, two), 10)).containsExactly(three, two, one);
        assertThat(Past.grown(List.of(two, one), List.of(three), 2)).containsExactly(three, two);
    }
}
