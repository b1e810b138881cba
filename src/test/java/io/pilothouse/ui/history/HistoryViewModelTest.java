package io.pilothouse.ui.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.health.Health;
import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.tasks.activity.Activity;
import io.pilothouse.tasks.health.HealthRounds.CheckMade;
import io.pilothouse.tasks.health.HealthRounds.StateChange;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.ui.common.Span;
import io.pilothouse.ui.common.Texts;
import io.pilothouse.ui.common.Words;
import io.pilothouse.ui.history.HistoryViewModel.Event;
import io.pilothouse.ui.history.HistoryViewModel.Show;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HistoryViewModelTest {

    private final FakeServices fakes = PictureFleet.make();
    private final HistoryViewModel model = new HistoryViewModel(
            fakes.services(Runnable::run), new Words(new Texts(Locale.ENGLISH), ZoneOffset.UTC), PictureFleet.id("R1"));

    @Test
    void statesAndDeedsStandTogetherNewestFirst() {
        fakes.health.changes.put(
                PictureFleet.id("R1"),
                List.of(new StateChange(
                        FakeServices.NOW.minus(Duration.ofHours(3)), ShownState.HEALTHY, ShownState.DOWN, "silent")));
        fakes.activity.entries.add(new Activity.Entry(
                FakeServices.NOW.minus(Duration.ofHours(1)),
                Optional.of(PictureFleet.id("R1")),
                Origin.WINDOW,
                Optional.empty(),
                "instance-rename",
                "renamed"));
        model.refresh();

        assertThat(model.view().get().events()).extracting(Event::words).containsExactly("renamed", "silent");
        model.show(Show.STATES);
        assertThat(model.view().get().events()).extracting(Event::words).containsExactly("silent");
        model.show(Show.DONE);
        assertThat(model.view().get().events()).extracting(Event::words).containsExactly("renamed");
    }

    @Test
    void singleChecksStandByThemselvesWithTheirAnswers() {
        fakes.health.checks.put(
                PictureFleet.id("R1"),
                List.of(
                        new CheckMade(
                                FakeServices.NOW.minusSeconds(5),
                                Health.HEALTHY,
                                Optional.empty(),
                                Optional.of(Duration.ofMillis(12))),
                        new CheckMade(
                                FakeServices.NOW.minusSeconds(65),
                                Health.ERROR,
                                Optional.of(FaultCode.CONNECTION_REFUSED),
                                Optional.empty())));
        model.refresh();

        assertThat(model.view().get().events()).noneMatch(Event::check);
        model.show(Show.CHECKS);
        assertThat(model.view().get().events())
                .extracting(Event::words)
                .containsExactly("It answered", "Connection refused");
        assertThat(model.view().get().events().getFirst().latency()).contains(Duration.ofMillis(12));
    }

    @Test
    void theSpanIsReadAnewWhenItChanges() {
        model.refresh();
        assertThat(model.past().get().orElseThrow().from()).isEqualTo(FakeServices.NOW.minus(Duration.ofHours(24)));
        model.span(Span.QUARTER);
        assertThat(model.past().get().orElseThrow().from()).isEqualTo(FakeServices.NOW.minus(Duration.ofDays(90)));
    }

    @Test
    void anEmptyHistoryIsToldOnlyAfterReading() {
        assertThat(model.view().get().read()).isFalse();
        model.refresh();
        assertThat(model.view().get().read()).isTrue();
    }
}
