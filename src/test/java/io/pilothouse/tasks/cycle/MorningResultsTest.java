package io.pilothouse.tasks.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.alert.AlertEvent;
import io.pilothouse.domain.cycle.ItemKey;
import io.pilothouse.domain.cycle.LedgerEntry;
import io.pilothouse.domain.cycle.LedgerEntry.Outcome;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.tasks.notice.Notice;
import io.pilothouse.tasks.notice.Notices;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.PictureFleet;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MorningResultsTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Instant MORNING = Instant.parse("2026-06-18T06:00:00Z"); // 08:00 there
    private static final InstanceId R1 = PictureFleet.id("R1");

    private final FakeServices fakes = PictureFleet.make();
    private final Notices notices = new Notices();
    private final MorningResults results = new MorningResults(fakes.hunting, fakes.instances, notices, BERLIN);

    private void asked(Instant at, Outcome outcome) {
        fakes.hunting.ledger.add(new LedgerEntry(
                fakes.hunting.ledger.size(),
                R1,
                "missing",
                new ItemKey("movie", "1"),
                "A title",
                at,
                "7",
                outcome,
                "",
                "",
                Optional.empty(),
                ""));
    }

    @Test
    void itsTurnIsEveryMorningAtEightOfThePersonsClockAlsoWhenThatChanges() {
        assertThat(results.work().next(MORNING.minusMillis(1))).contains(MORNING);
        assertThat(results.work().next(MORNING)).contains(MORNING.plus(Duration.ofDays(1)));
        assertThat(results.work().next(Instant.parse("2026-10-24T20:00:00Z")))
                .contains(Instant.parse("2026-10-25T07:00:00Z"));
    }

    @Test
    void theDaysOutcomesAreCountedAndTheDayBeforeIsOver() {
        fakes.hunting.ledger.clear();
        asked(MORNING.minus(Duration.ofHours(30)), Outcome.FAILED);
        asked(MORNING.minus(Duration.ofHours(3)), Outcome.IN_PLACE);
        asked(MORNING.minus(Duration.ofHours(2)), Outcome.IN_PLACE);
        asked(MORNING.minus(Duration.ofHours(1)), Outcome.NOTHING_FOUND);

        notices.tell(Notice.of("missed-runs/1", List.of(R1), "", "running=1", "Look.", MORNING.minusSeconds(60))
                .toldAs(AlertEvent.MISSED));
        results.tell(MORNING);
        assertThat(notices.latest().get())
                .filteredOn(Notice::over)
                .extracting(Notice::key)
                .containsExactly("missed-runs/1");
        assertThat(notices.latest().get())
                .filteredOn(notice -> !notice.over())
                .singleElement()
                .satisfies(notice -> {
                    assertThat(notice.summary()).isEqualTo("nothing-found=1 in-place=2");
                    assertThat(notice.event()).isEqualTo(AlertEvent.RESULTS);
                    assertThat(notice.instances()).containsExactly(R1);
                });
        results.tell(MORNING.plus(Duration.ofDays(2)));

        assertThat(notices.latest().get()).allMatch(Notice::over);
    }
}
