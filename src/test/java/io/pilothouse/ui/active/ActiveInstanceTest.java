package io.pilothouse.ui.active;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.active.ActiveEvent;
import io.pilothouse.domain.active.ActiveEvent.SwitchCause;
import io.pilothouse.domain.active.Unusable;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.PictureFleet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ActiveInstanceTest {

    private static final InstanceId HD = PictureFleet.id("R1");
    private static final InstanceId UHD = PictureFleet.id("R4");
    private static final InstanceId ANIME = PictureFleet.id("S2");

    private final FakeServices fakes = PictureFleet.make();
    private final ActiveInstance active = new ActiveInstance(fakes.services(Runnable::run));
    private final List<ActiveEvent> events = new ArrayList<>();

    ActiveInstanceTest() {
        active.onSwitched(events::add);
        active.onFallback(events::add);
    }

    @Test
    void opensOnTheStoredPreferenceOfTheKindShownLast() {
        active.restore();

        assertThat(active.id()).contains(HD);
        assertThat(active.generation()).isEqualTo(1);
        assertThat(events).hasSize(1);
    }

    @Test
    void withoutAPreferenceTheFirstByPriorityIsShown() {
        fakes.preference.byKind.clear();
        fakes.preference.lastKind = Optional.empty();
        var fresh = new ActiveInstance(fakes.services(Runnable::run));

        fresh.restore();

        assertThat(fresh.id()).isPresent();
    }

    @Test
    void aSwitchOfAPersonIsRememberedAndDropsOlderTickets() {
        active.restore();
        var before = active.ticket().orElseThrow();

        assertThat(active.switchTo(UHD, SwitchCause.USER)).isInstanceOf(ActiveInstance.Switched.Done.class);

        assertThat(active.current(before)).isFalse();
        assertThat(fakes.preference.byKind).containsEntry(new KindId("radarr"), UHD);
        assertThat(active.recent()).containsExactly(UHD, HD);
    }

    @Test
    void comingBackDoesNotMakeAnOldTicketGoodAgain() {
        active.restore();
        var before = active.ticket().orElseThrow();

        active.switchTo(UHD, SwitchCause.USER);
        active.switchTo(HD, SwitchCause.USER);

        assertThat(active.id()).contains(HD);
        assertThat(active.current(before)).isFalse();
    }

    @Test
    void anInstanceThatIsDownCanBeShown() {
        active.restore();

        active.switchTo(ANIME, SwitchCause.USER);

        assertThat(active.id()).contains(ANIME);
    }

    @Test
    void thePausedOneIsRefusedAndNothingMoves() throws Exception {
        active.restore();
        fakes.instances.setEnabled(UHD, false, Consent.none(Origin.WINDOW));

        assertThat(active.switchTo(UHD, SwitchCause.USER))
                .isEqualTo(new ActiveInstance.Switched.Refused(Unusable.DISABLED));
        assertThat(active.id()).contains(HD);
        assertThat(active.generation()).isEqualTo(1);
    }

    @Test
    void removingItFallsBackOnceAndSaysWhyWithTheNameItHad() throws Exception {
        active.restore();
        events.clear();

        fakes.instances.remove(HD, Consent.none(Origin.WINDOW));
        active.instancesChanged();
        active.instancesChanged();

        assertThat(active.id()).contains(UHD);
        assertThat(events).hasSize(2);
        assertThat(events.getFirst()).isInstanceOfSatisfying(ActiveEvent.SelectionFallback.class, fallback -> {
            assertThat(fallback.from()).isEqualTo(new ActiveEvent.Named(HD, "Radarr HD"));
            assertThat(fallback.reason()).isEqualTo(Unusable.ARCHIVED);
        });
        assertThat(events.getLast()).isInstanceOf(ActiveEvent.InstanceSwitched.class);
        assertThat(fakes.preference.byKind).doesNotContainKey(new KindId("radarr"));
        assertThat(fakes.activity.entries)
                .filteredOn(entry -> entry.kind().equals("active-fallback"))
                .singleElement()
                .satisfies(
                        entry -> assertThat(entry.words()).contains("Radarr HD, which is in the trash, to Radarr 4K"));
    }

    @Test
    void aSwitchThatCannotBeRememberedHoldsAndIsSaid() {
        var problems = new ArrayList<Problem>();
        active.onNotRemembered(problems::add);
        active.restore();
        fakes.preference.refusing = true;

        active.switchTo(UHD, SwitchCause.USER);

        assertThat(active.id()).contains(UHD);
        assertThat(problems).hasSize(1);
        assertThat(fakes.preference.byKind).containsEntry(new KindId("radarr"), HD);
    }

    @Test
    void twoWindowsDoNotMoveEachOther() {
        var other = new ActiveInstance(fakes.services(Runnable::run));
        active.restore();
        other.restore();

        active.switchTo(UHD, SwitchCause.USER);

        assertThat(other.id()).contains(HD);
    }

    /// Each window falls back by itself; the history has it once.
    @Test
    void twoWindowsNoteTheSameFallbackOnce() throws Exception {
        var other = new ActiveInstance(fakes.services(Runnable::run));
        active.restore();
        other.restore();

        fakes.instances.setEnabled(HD, false, Consent.none(Origin.WINDOW));
        active.instancesChanged();
        other.instancesChanged();

        assertThat(other.id()).contains(UHD);
        assertThat(fakes.activity.entries)
                .filteredOn(entry -> entry.kind().equals("active-fallback"))
                .hasSize(1);
    }

    @Test
    void whatAPersonWantsBackIsShownAsSoonAsItCanBe() throws Exception {
        active.restore();
        fakes.instances.setEnabled(HD, false, Consent.none(Origin.WINDOW));
        active.instancesChanged();

        active.switchBack(HD);
        assertThat(active.id()).contains(UHD);

        fakes.instances.setEnabled(HD, true, Consent.none(Origin.WINDOW));
        active.instancesChanged();
        assertThat(active.id()).contains(HD);
    }

    @Test
    void whoWentElsewhereMeanwhileStaysThere() throws Exception {
        active.restore();
        fakes.instances.setEnabled(HD, false, Consent.none(Origin.WINDOW));
        active.instancesChanged();
        active.switchBack(HD);

        active.switchTo(ANIME, SwitchCause.USER);
        fakes.instances.setEnabled(HD, true, Consent.none(Origin.WINDOW));
        active.instancesChanged();

        assertThat(active.id()).contains(ANIME);
    }
}
