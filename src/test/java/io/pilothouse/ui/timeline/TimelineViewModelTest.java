package io.pilothouse.ui.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.health.ShownState;
import io.pilothouse.tasks.health.HealthRounds.StateChange;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Windows;
import io.pilothouse.ui.common.Span;
import io.pilothouse.ui.timeline.TimelineViewModel.View;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TimelineViewModelTest {

    private final FakeServices fakes = PictureFleet.make();
    private final TimelineViewModel model = new TimelineViewModel(fakes.services(Runnable::run));

    private View view() {
        return model.view().get().orElseThrow();
    }

    @Test
    void everyPartCountsTheInstancesAtTheirWorst() {
        fakes.health.history.clear();
        fakes.health.history.put(PictureFleet.id("S1"), "d1 o1");
        fakes.health.history.put(PictureFleet.id("R1"), "w1 x1");
        model.follow();

        var parts = view().parts();
        assertThat(parts).hasSize(72);
        assertThat(parts.get(70).instances())
                .isEqualTo(Map.of(ShownState.DOWN, 1, ShownState.WARNING, 1, ShownState.HEALTHY, 12));
        assertThat(parts.get(71).instances())
                .as("who was not checked is not counted")
                .isEqualTo(Map.of(ShownState.HEALTHY, 13));
        assertThat(view().worst()).contains(parts.get(70));
        assertThat(view().healthy().orElseThrow()).isEqualTo((72 * 14 - 3.0) / (72 * 14 - 1));
    }

    @Test
    void anotherSpanIsReadAtOnceAndAnotherStateToo() {
        model.follow();
        fakes.tasks.started.clear();

        model.span(Span.WEEK);
        assertThat(view().parts()).hasSize(84);
        assertThat(view().until()).isEqualTo(view().from().plus(Duration.ofDays(7)));
        assertThat(fakes.tasks.started).hasSize(1);

        fakes.health.states.update(HashMap::new);
        Windows.settle(fakes);
        assertThat(fakes.tasks.started).as("the same states").hasSize(1);
        fakes.health.states.update(states -> {
            var fewer = new HashMap<>(states);
            fewer.remove(PictureFleet.id("R4"));
            return fewer;
        });
        Windows.settle(fakes);
        assertThat(fakes.tasks.started).hasSize(2);
    }

    @Test
    void aHiddenPageReadsNothing() {
        model.follow();
        model.rest();
        fakes.tasks.started.clear();

        fakes.health.states.update(_ -> Map.of());
        fakes.later.pass(Duration.ofHours(1));

        assertThat(fakes.tasks.started).isEmpty();
    }

    @Test
    void changesOfAllInstancesStandTogetherNewestFirst() {
        fakes.health.changes.clear();
        fakes.health.changes.put(PictureFleet.id("S1"), List.of(change(3, "silent")));
        fakes.health.changes.put(PictureFleet.id("R1"), List.of(change(1, "refused"), change(30, "long ago")));
        model.follow();

        assertThat(view().events()).extracting(TimelineViewModel.Event::words).containsExactly("refused", "silent");
        assertThat(view().events().getFirst().instance().orElseThrow().name()).isEqualTo("Radarr HD");
    }

    private static StateChange change(int hoursAgo, String words) {
        return new StateChange(
                FakeServices.NOW.minus(Duration.ofHours(hoursAgo)), ShownState.HEALTHY, ShownState.DOWN, words);
    }
}
