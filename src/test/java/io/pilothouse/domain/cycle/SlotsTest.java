package io.pilothouse.domain.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.cycle.Slots.Slot;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlotsTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @Test
    void hoursAreLocalAndFollowOneAnother() {
        var rule = atHours(Set.of(1, 13), Set.of());

        assertThat(following(rule, "2026-06-19T22:00:00Z", 3))
                .containsExactly(
                        new Slot("2026-06-20T01:00", Instant.parse("2026-06-19T23:00:00Z")),
                        new Slot("2026-06-20T13:00", Instant.parse("2026-06-20T11:00:00Z")),
                        new Slot("2026-06-21T01:00", Instant.parse("2026-06-20T23:00:00Z")));
    }

    @Test
    void anHourThatTheClockChangeLeavesOutRunsWhenTheGapEnds() {
        assertThat(following(atHours(Set.of(2), Set.of()), "2026-03-28T12:00:00Z", 1))
                .containsExactly(new Slot("2026-03-29T02:00", Instant.parse("2026-03-29T01:00:00Z")));
    }

    @Test
    void anHourThatTheClockChangeRepeatsRunsOnce() {
        assertThat(following(atHours(Set.of(2), Set.of()), "2026-10-24T12:00:00Z", 2))
                .containsExactly(
                        new Slot("2026-10-25T02:00", Instant.parse("2026-10-25T00:00:00Z")),
                        new Slot("2026-10-26T02:00", Instant.parse("2026-10-26T01:00:00Z")));
    }

    @Test
    void onlyTheNamedDays() {
        assertThat(following(atHours(Set.of(2), Set.of(DayOfWeek.SUNDAY)), "2026-06-15T12:00:00Z", 2))
                .extracting(Slot::name)
                .containsExactly("2026-06-21T02:00", "2026-06-28T02:00");
    }

    @Test
    void intervalsWithJitterNeverRepeatASlotAndKeepTheirPace() {
        var rule = rule(Duration.ofMinutes(15), Duration.ofMinutes(14), Set.of(), Set.of());

        var slots = following(rule, "2026-06-15T12:00:00Z", 500);

        assertThat(new HashSet<>(slots.stream().map(Slot::name).toList())).hasSize(500);
        assertThat(Duration.between(slots.getFirst().due(), slots.getLast().due()))
                .isBetween(Duration.ofMinutes(499 * 15 - 14), Duration.ofMinutes(499 * 15 + 14));
    }

    /// Slots of whole weeks all fall on one weekday, counted from 1970.
    @ParameterizedTest
    @CsvSource({"168, MONDAY, 7", "84, TUESDAY, 7", "42, MONDAY, 7", "336, SUNDAY, 14", "744, FRIDAY, 31"})
    void aLongIntervalWaitsForTheNextDayAllowed(int everyHours, DayOfWeek day, int apart) {
        var rule = rule(Duration.ofHours(everyHours), Duration.ofHours(3), Set.of(), Set.of(day));

        var slots = following(rule, "2026-06-17T12:00:00Z", 12);

        assertThat(slots)
                .extracting(it -> it.due().atZone(BERLIN).getDayOfWeek())
                .containsOnly(day);
        assertThat(slots).extracting(Slot::name).doesNotHaveDuplicates();
        assertThat(Duration.between(slots.getFirst().due(), slots.getLast().due())
                        .toDays())
                .isBetween(11L * apart - 7, 11L * apart + 7);
    }

    @Test
    void withALongJitterNoHourIsLost() {
        var rule = rule(Duration.ofDays(10), Duration.ofDays(4), Set.of(3, 4, 5), Set.of());

        var slots = following(rule, "2026-06-15T12:00:00Z", 90);

        assertThat(slots).extracting(Slot::name).doesNotHaveDuplicates();
        assertThat(Duration.between(slots.getFirst().due(), slots.getLast().due()))
                .isBetween(Duration.ofDays(26), Duration.ofDays(34));
    }

    private static List<Slot> following(HuntRule rule, String after, int count) {
        var slots = new ArrayList<Slot>();
        var from = Instant.parse(after);
        for (int i = 0; i < count; i++) {
            var slot = Slots.next(rule, from, BERLIN, 7).orElseThrow();
            slots.add(slot);
            from = slot.due();
        }
        return slots;
    }

    private static HuntRule atHours(Set<Integer> hours, Set<DayOfWeek> days) {
        return rule(Duration.ofHours(6), Duration.ZERO, hours, days);
    }

    private static HuntRule rule(Duration every, Duration jitter, Set<Integer> hours, Set<DayOfWeek> days) {
        return new HuntRule(
                "Missing",
                HuntRule.Pass.MISSING,
                HuntRule.Unit.EPISODE,
                10,
                OptionalInt.empty(),
                OptionalInt.empty(),
                every,
                jitter,
                hours,
                days,
                HuntRule.Order.OLDEST_SEARCH,
                Duration.ofDays(7),
                2,
                Duration.ZERO,
                HuntRule.Exclusions.NONE,
                OptionalInt.empty(),
                false,
                OptionalInt.empty(),
                OptionalInt.empty(),
                "",
                false,
                true);
    }
}
